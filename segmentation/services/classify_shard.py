from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from segmentation.contracts import CustomerRange
from segmentation.host import open_order_source
from segmentation.locks import hold_customers
from segmentation.models import Run, RunFailure, RunShard
from segmentation.selectors.statistics import load_prior
from segmentation.services.aggregates import keep_parts
from segmentation.services.classify_customers import Outcome, classify_customers
from segmentation.services.isolate_failures import isolate_failures

if TYPE_CHECKING:
    import pandas as pd

MOST_ATTEMPTS = 5
WORKER_DIED = (
    "The worker ended each time these companies were worked out. They may have too many orders for its memory."
)


def classify_shard(shard_id: int, *, now: datetime) -> bool:
    """Work out one part of a full run; brings back whether there was anything to do.

    A shard that is done, gone, or of a run that is over is left alone, so delivering it twice does no harm. Customers
    whose orders cannot be used are noted as failures of the run; everybody else of the shard is published.
    """
    # pandas comes with it, and a web process with real workers never works anybody out.
    from segmentation.sources.committed import committed_orders

    # Counted before anything else and for good, for a worker that is killed takes nothing back.
    RunShard.objects.filter(pk=shard_id, finished_at=None).update(attempts=F("attempts") + 1)
    with committed_orders(), transaction.atomic():
        shard = _open_shard(shard_id)
        if shard is None:
            return False
        if shard.attempts > MOST_ATTEMPTS:
            _give_up(shard, error=WORKER_DIED, now=now)
            return True
        keys = shard.customer_keys
        hold_customers(keys)
        outcomes, failures = _work_out(shard, keys, now=now)
        RunFailure.objects.bulk_create(
            (RunFailure(run_id=shard.run_id, customer_key=key, error=error) for key, error in failures.items()),
            batch_size=1000,
        )
        if shard.run.reads_all:
            keep_parts(shard, (outcome.parts for outcome in outcomes))
        quality: Counter[str] = Counter()
        for outcome in outcomes:
            quality.update(outcome.quality)
        shard.quality = dict(quality)
        shard.changed = sum(outcome.changed for outcome in outcomes)
        _close(shard, now=now)
    return True


@transaction.atomic
def give_up_shard(shard_id: int, *, error: str, now: datetime) -> bool:
    """Note that nobody of a shard could be worked out, so that the run goes on; they keep the class they had."""
    shard = _open_shard(shard_id)
    if shard is None:
        return False
    _give_up(shard, error=error, now=now)
    return True


def _open_shard(shard_id: int) -> RunShard | None:
    shard = RunShard.objects.select_for_update(of=("self",)).select_related("run").filter(pk=shard_id).first()
    if shard is None or shard.finished_at is not None or shard.run.state != Run.State.RUNNING:
        return None
    return shard


def _give_up(shard: RunShard, *, error: str, now: datetime) -> None:
    RunFailure.objects.bulk_create(
        (RunFailure(run_id=shard.run_id, customer_key=key, error=error) for key in shard.customer_keys), batch_size=1000
    )
    _close(shard, now=now)


def _close(shard: RunShard, *, now: datetime) -> None:
    shard.finished_at = now
    shard.save(update_fields=["finished_at", "changed", "quality"])
    # Last, because shards that finish together wait for each other here.
    Run.objects.filter(pk=shard.run_id).update(touched_at=timezone.now())


def _work_out(shard: RunShard, keys: list[str], *, now: datetime) -> tuple[list[Outcome], dict[str, str]]:
    from segmentation.sources.asking import read_range

    source = open_order_source()
    prior = load_prior(shard.run.prior_version)
    hashes = dict(zip(keys, shard.source_hashes, strict=False))
    everyone = CustomerRange(shard.first_key, shard.end_key)

    def read(some: Sequence[str]) -> pd.DataFrame:
        if shard.is_whole and len(some) == len(keys):
            return read_range(source, everyone)
        return source.read(some)

    def work(some: Sequence[str], lines: pd.DataFrame) -> Outcome:
        # Whoever ordered first since the run was planned is in the range, but not locked: the outbox has a note.
        mine = lines["customer_key"].isin(some)
        return classify_customers(
            customer_keys=some,
            as_of=shard.run.as_of,
            run=shard.run,
            now=now,
            prior=prior,
            lines=lines if mine.all() else lines[mine].reset_index(drop=True),
            source_hashes=hashes,
            with_statistics=shard.run.reads_all,
        )

    return isolate_failures(keys, read=read, work=work)
