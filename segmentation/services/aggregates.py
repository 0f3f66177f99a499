"""What every full run learns from everybody's orders: a map over its shards, and a reduce when it finishes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from segmentation.models import Run, RunShard, ShardStatistics, StatisticsVersion

if TYPE_CHECKING:
    import pandas as pd

VERSIONS_KEPT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """One kind of statistics.

    map_lines  the canonical lines of some customers, and the day -> their part
    reduce     parts -> one part of the same form, whatever their order and however the customers were dealt to them
    """

    kind: str
    map_lines: Callable[[pd.DataFrame, date], pd.DataFrame]
    reduce: Callable[[Sequence[pd.DataFrame]], pd.DataFrame]


AGGREGATES: dict[str, Aggregate] = {}
"""By kind. Whoever adds one calls `register_aggregate`."""


def register_aggregate(aggregate: Aggregate) -> None:
    """Have full runs make these statistics from now on."""
    if AGGREGATES.get(aggregate.kind, aggregate) != aggregate:
        raise ValueError(f"There are statistics {aggregate.kind!r} already.")
    AGGREGATES[aggregate.kind] = aggregate


def map_lines(lines: pd.DataFrame, *, as_of: date) -> dict[str, pd.DataFrame]:
    """The part that these lines add to every kind of statistics."""
    return {kind: aggregate.map_lines(lines, as_of) for kind, aggregate in AGGREGATES.items()}


def keep_parts(shard: RunShard, parts: Iterable[Mapping[str, pd.DataFrame]]) -> None:
    """Keep what the pieces of a shard add, reduced to one part a kind."""
    from segmentation.analysis.frame_bytes import frame_to_bytes

    pieces = list(parts)
    ShardStatistics.objects.bulk_create(
        ShardStatistics(
            shard=shard, kind=kind, payload=frame_to_bytes(aggregate.reduce([piece[kind] for piece in pieces]))
        )
        for kind, aggregate in AGGREGATES.items()
        if pieces
    )


def reduce_parts(run: Run, *, now: datetime) -> dict[str, str]:
    """Make the run's statistics from its shards' parts and put them in use; brings back kind -> version."""
    from segmentation.analysis.frame_bytes import frame_from_bytes, frame_to_bytes

    made: dict[str, str] = {}
    for kind, aggregate in AGGREGATES.items():
        parts = ShardStatistics.objects.filter(shard__run=run, kind=kind).order_by("shard__position")
        frames = [frame_from_bytes(bytes(payload)) for payload in parts.values_list("payload", flat=True)]
        if not frames:
            continue
        made[kind] = f"{run.as_of:%Y%m%d}-{run.pk}"
        put_in_use(
            StatisticsVersion(
                kind=kind,
                version=made[kind],
                as_of=run.as_of,
                created_at=now,
                payload=frame_to_bytes(aggregate.reduce(frames)),
            )
        )
        kept = StatisticsVersion.objects.filter(kind=kind).order_by("-pk").values("pk")[:VERSIONS_KEPT]
        StatisticsVersion.objects.filter(kind=kind).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    return made


def put_in_use(version: StatisticsVersion) -> None:
    """Store a version and let it be the one in use, in the caller's transaction."""
    StatisticsVersion.objects.filter(kind=version.kind, active=True).update(active=False)
    version.active = True
    version.save()
