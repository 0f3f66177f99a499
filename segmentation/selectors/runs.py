from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from segmentation import conf
from segmentation.models import OutboxEntry, Run


def runs_with_progress() -> QuerySet[Run]:
    """Every run, newest first, with `shard_done` and `shard_total`: how many of its parts are done, of how many.

    A finished run keeps no parts, so both are 0 then.
    """
    done = Count("shards", filter=Q(shards__finished_at__isnull=False))
    return Run.objects.annotate(shard_done=done, shard_total=Count("shards")).order_by("-started_at", "-pk")


def latest_full_run() -> Run | None:
    """The full run that was started last, with its progress, whatever came of it."""
    return runs_with_progress().filter(kind=Run.Kind.FULL).first()


def is_at_work(run: Run, *, now: datetime) -> bool:
    """Whether a run is under way and alive; one that stands still is taken over by the next."""
    alive = now - run.touched_at < timedelta(seconds=conf.get("RUN_STALE_AFTER"))
    return run.state == Run.State.RUNNING and alive


def count_waiting_companies() -> int:
    """How many companies have new orders that no run has seen."""
    return OutboxEntry.objects.values("customer_key").distinct().count()


def waiting_companies(*, limit: int) -> Sequence[str]:
    """Keys of the companies that have waited longest, each once."""
    oldest = OutboxEntry.objects.order_by("pk").values_list("customer_key", flat=True)[:limit]
    return list(dict.fromkeys(oldest))
