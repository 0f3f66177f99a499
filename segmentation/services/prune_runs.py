from __future__ import annotations

from segmentation import conf
from segmentation.models import Run


def prune_runs(kind: str) -> None:
    """Drop the finished runs of a kind beyond the latest RUNS_KEPT; the changes that they found stay."""
    over = Run.objects.filter(kind=kind).exclude(state=Run.State.RUNNING).order_by("-pk")
    Run.objects.filter(pk__in=over.values("pk")[conf.get("RUNS_KEPT") :]).delete()
