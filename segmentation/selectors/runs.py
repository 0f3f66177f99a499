from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from segmentation import conf
from segmentation.models import OutboxEntry, Run, RunShard


def runs_with_progress() -> QuerySet[Run]:
    """Runs with `shard_total` and `shard_done`, counted in the same query however many runs are listed.

    A finished run keeps no parts, so both are 0 then.
    """
    shards = RunShard.objects.filter(run=OuterRef("pk")).order_by().values("run")
    total = shards.annotate(n=Count("pk")).values("n")
    done = shards.annotate(n=Count("pk", filter=Q(finished_at__isnull=False))).values("n")
    return Run.objects.annotate(
        shard_total=Coalesce(Subquery(total), 0),
        shard_done=Coalesce(Subquery(done), 0),
    )


def last_started_full_run() -> Run | None:
    """The full run that started last, however it went, with its progress."""
    return runs_with_progress().filter(kind=Run.Kind.FULL).order_by("-started_at").first()


def is_at_work(run: Run, *, now: datetime) -> bool:
    """Whether the run moves; one not heard of for RUN_STALE_AFTER seconds may be taken over by the next."""
    return run.state == Run.State.RUNNING and now - run.touched_at < timedelta(seconds=conf.get("RUN_STALE_AFTER"))


def count_waiting_companies() -> int:
    """How many companies have new orders that no run has seen."""
    return OutboxEntry.objects.values("customer_key").distinct().count()


def waiting_companies(*, limit: int) -> Sequence[str]:
    """Keys of the companies that have waited longest, each once."""
    oldest = OutboxEntry.objects.order_by("pk").values_list("customer_key", flat=True)[:limit]
    return list(dict.fromkeys(oldest))
