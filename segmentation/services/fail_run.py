from __future__ import annotations

from datetime import datetime

from segmentation.models import Run


def fail_run(run_id: int, *, error: str, now: datetime) -> bool:
    """Give a run up and keep why, so that the next one starts afresh; what its shards published stays."""
    open_run = Run.objects.filter(pk=run_id, state=Run.State.RUNNING)
    return bool(open_run.update(state=Run.State.FAILED, error=error, touched_at=now, finished_at=now))
