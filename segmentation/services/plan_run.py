"""Who is to be worked out in a full run, and in which parts."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from segmentation import conf
from segmentation.contracts import CountsLines, CustomerRange, OrderSource, OrderSourceError, TakesFingerprints
from segmentation.host import open_directory, open_order_source, past_of
from segmentation.models import CustomerProfile, Run, RunShard
from segmentation.models.profiles import KEY_LENGTH
from segmentation.models.runs import pack_texts

if TYPE_CHECKING:
    import pandas as pd

LINES_ASSUMED = 1000
"""Of a customer, where the source cannot count them."""
NO_ORDERS = "none"
"""The fingerprint of a customer without a line."""


class BadCustomerKeyError(ValueError):
    """The host named a customer by a key that cannot be stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Everybody, with the fingerprints of their orders where the source takes any."""

    line_counts: pd.Series
    """Of everybody, sorted by key."""
    hashes: dict[str, str] | None


def plan_run(run: Run, *, now: datetime) -> None:
    """Lay down the parts of a run, once: only companies with news, unless the run reads all.

    Orders are looked at before the run is locked, for that may take long. A second worker with the same plan finds it
    done. An order that comes later is noted in the outbox, or differs from the fingerprint at the next run.
    """
    population = look_at_everybody(open_order_source())
    skipped = [] if run.reads_all else _without_news(run, population)
    parts = plan_parts(population, skipped)
    with transaction.atomic():
        current = Run.objects.select_for_update().get(pk=run.pk)
        if current.planned_at is not None or current.state != Run.State.RUNNING:
            return
        RunShard.objects.bulk_create((_shard(run, position, part) for position, part in enumerate(parts)), 100)
        Run.objects.filter(pk=run.pk).update(
            planned_at=now, touched_at=now, customers=len(population.line_counts), skipped=len(skipped)
        )


def everybody() -> list[str]:
    """Whoever the host knows, whoever ordered, and whoever has a profile: who lost all orders is a prospect again."""
    return _storable({*open_order_source().customer_keys(), *_known_besides()})


def look_at_everybody(source: OrderSource) -> Population:
    """Everybody there is, by one look at all orders for the fingerprints and one for the counts."""
    import pandas as pd

    hashes: dict[str, str] | None = None
    if isinstance(source, TakesFingerprints):
        # A source that has to read the lines for it may find one that it cannot read: its shard tells whose it is.
        with suppress(OrderSourceError):
            hashes = {str(key): text for key, text in source.fingerprints(CustomerRange()).items()}
    if isinstance(source, CountsLines):
        counts = source.line_counts()
    else:
        counts = pd.Series(LINES_ASSUMED, index=pd.Index(list(source.customer_keys()), dtype="str"), dtype="int64")
    keys = _storable({*counts.index, *_known_besides()})
    return Population(line_counts=counts.reindex(keys, fill_value=0), hashes=hashes)


def _known_besides() -> set[str]:
    known = CustomerProfile.objects.values_list("customer_key", flat=True)
    return {*open_directory().customer_keys(), *known.iterator()}


def _storable(keys: Collection[str]) -> list[str]:
    if bad := [key for key in keys if not key or len(key) > KEY_LENGTH]:
        raise BadCustomerKeyError(
            f"A customer key has 1 to {KEY_LENGTH} characters; these do not: {sorted(bad)[:5]!r}."
        )
    return sorted(keys)


def _without_news(run: Run, population: Population) -> list[str]:
    """Whose profile was worked out from the orders that are there, by the same constants, and still reads the same."""
    if population.hashes is None:
        return []
    still = CustomerProfile.objects.filter(
        Q(holds_until=None) | Q(holds_until__gt=run.as_of),
        config_version=run.config_version,
        prior_version=run.prior_version,
        as_of__lte=run.as_of,
    ).exclude(source_hash="")
    found = list(still.values_list("customer_key", "source_hash", "history_truncated"))
    truncated = _older_than_orders([key for key, _, _ in found])
    hashes = population.hashes
    return [
        key
        for key, source_hash, is_truncated in found
        if hashes.get(key, NO_ORDERS) == source_hash and is_truncated == (key in truncated)
    ]


def _older_than_orders(keys: list[str]) -> set[str]:
    past = past_of(keys)
    first_day: date | None = past["history_from"]
    return {key for key, since in (past["customer_since"] or {}).items() if first_day and since < first_day}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Customers who are worked out together."""

    keys: list[str]
    hashes: list[str]
    lines: int
    first: str
    end: str | None
    is_whole: bool


def plan_parts(population: Population, skipped: Collection[str] = ()) -> list[Part]:
    """Everybody but those to leave out, in parts of one size within SHARD_LINES and SHARD_SIZE."""
    from segmentation.sources.planning import plan_shards

    counts = population.line_counts.drop(list(skipped)) if skipped else population.line_counts
    hashes = population.hashes
    return [
        Part(
            keys=shard.customers,
            hashes=[] if hashes is None else [hashes.get(key, NO_ORDERS) for key in shard.customers],
            lines=shard.lines,
            first=shard.range.first,
            end=shard.range.end,
            is_whole=not skipped,
        )
        for shard in plan_shards(counts, lines=_even(counts), customers=conf.get("SHARD_SIZE"))
    ]


def _even(counts: pd.Series) -> int:
    """Lines of a part, so that parts are few and of one size, and no worker waits long for the last one."""
    most: int = conf.get("SHARD_LINES")
    total = int(counts.sum())
    parts = max(-(-total // most), 1)
    return min(-(-total // parts) + int(counts.max()) if total else 1, most)


def _shard(run: Run, position: int, part: Part) -> RunShard:
    return RunShard(
        run=run,
        position=position,
        first_key=part.first,
        end_key=part.end,
        is_whole=part.is_whole,
        packed_keys=pack_texts(part.keys),
        packed_hashes=pack_texts(part.hashes),
        customers=len(part.keys),
        lines=part.lines,
    )
