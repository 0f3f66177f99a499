from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Sum

from segmentation.models import Run
from segmentation.services.aggregates import reduce_parts
from segmentation.services.fail_run import fail_run
from segmentation.services.prune_runs import prune_runs
from segmentation.services.prune_share_history import prune_share_history
from segmentation.signals import run_finished


@transaction.atomic
def finish_run(run_id: int, *, now: datetime) -> bool:
    """Close a full run whose shards are all done, and put its statistics in use; says whether this call closed it."""
    run = Run.objects.select_for_update().filter(pk=run_id, state=Run.State.RUNNING).first()
    if run is None or run.planned_at is None or run.shards.filter(finished_at=None).exists():
        return False
    quality: Counter[str] = Counter()
    for part in run.shards.values_list("quality", flat=True):
        quality.update(part)
    run.quality = dict(quality)
    run.changed = run.shards.aggregate(total=Sum("changed"))["total"] or 0
    failed = run.failures.count()
    if run.customers and failed == run.customers:
        # Nobody could be worked out: that is not about a company.
        fail_run(run.pk, error=run.failures.order_by("pk").values_list("error", flat=True)[0], now=now)
        run.shards.all().delete()
        return True
    if run.reads_all:
        run.statistics = reduce_parts(run, now=now)
    run.shards.all().delete()
    prune_share_history(as_of=run.as_of)
    close_run(run, now=now, failed=failed)
    return True


def close_run(run: Run, *, now: datetime, failed: int = 0) -> None:
    """Mark a run finished, with so many companies that could not be worked out; say so once it has committed."""
    run.state = Run.State.PROBLEMS if failed else Run.State.FINISHED
    run.touched_at = now
    run.finished_at = now
    run.save()
    prune_runs(run.kind)
    transaction.on_commit(
        partial(
            run_finished.send_robust,
            sender=Run,
            run_id=run.pk,
            kind=run.kind,
            as_of=run.as_of,
            customers=run.customers,
            changed=run.changed,
            skipped=run.skipped,
            failed=failed,
        )
    )
