from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from segmentation.models import OutboxEntry, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is, in parts."""

    done: int
    total: int

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 1.0


def progress_of(run: Run) -> Progress:
    """How many of a run's parts are done; a run that is over has none left to do."""
    if run.state != Run.State.RUNNING:
        return Progress(done=1, total=1)
    return Progress(**run.shards.aggregate(done=Count("pk", filter=Q(finished_at__isnull=False)), total=Count("pk")))


def current_full_run() -> Run | None:
    """The full run that is under way."""
    return Run.objects.filter(kind=Run.Kind.FULL, state=Run.State.RUNNING).first()


def latest_full_run() -> Run | None:
    """The latest full run that was finished: every profile is at least as fresh as this."""
    return Run.objects.filter(kind=Run.Kind.FULL, state=Run.State.FINISHED).order_by("-finished_at").first()


def count_waiting_companies() -> int:
    """How many companies have new orders that no run has seen."""
    return OutboxEntry.objects.values("customer_key").distinct().count()
