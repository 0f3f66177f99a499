"""How the customers of a source are parted, so that every part is about equally large."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentation.contracts import CustomerRange


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedShard:
    """Neighbours by key who are worked out together."""

    customers: list[str]
    """Sorted."""
    lines: int
    range: CustomerRange
    """Holds these and no other customer of the plan."""


def plan_shards(
    line_counts: pd.Series, *, lines: int, customers: int = 0, also: Collection[str] = ()
) -> list[PlannedShard]:
    """Whole customers in order of their keys, cut so that no shard has more than so many lines and customers.

    line_counts  lines per customer (`segmentation.sources.count_lines`)
    lines        most lines of a shard; a customer who has more is a shard alone
    customers    most customers of a shard; 0 sets no bound
    also         customers to be worked out though the source does not name them

    The first range begins before every key and the last has no end, so a customer who appears in between has a place.
    """
    if lines < 1 or customers < 0:
        raise ValueError("A shard needs room for at least one line and one customer.")
    counts = pd.concat([line_counts, pd.Series(0, index=[*({*also} - {*line_counts.index})], dtype="int64")])
    keys = sorted(counts.index.tolist())
    counts = counts.loc[keys]
    ends = _cut(counts.to_numpy(dtype=np.int64), lines, customers or len(keys))
    starts = [0, *ends][: len(ends)]
    return [
        PlannedShard(
            customers=keys[start:end],
            lines=int(counts.iloc[start:end].sum()),
            range=CustomerRange(keys[start] if start else "", keys[end] if end < len(keys) else None),
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def _cut(counts: np.ndarray, lines: int, customers: int) -> list[int]:
    """Where each shard ends; a step a shard, not a customer."""
    before = np.concatenate(([0], np.cumsum(counts)))
    ends = [0]
    while ends[-1] < len(counts):
        start = ends[-1]
        fits = int(np.searchsorted(before, before[start] + lines, side="right")) - 1
        ends.append(min(max(fits, start + 1), start + customers, len(counts)))
    return ends[1:]
