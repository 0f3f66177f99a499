"""Every two rows of a group side by side, a bounded number at a time, and sums per pair of items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from segmentation.analysis.arrays import Ints, lengths_of, position_in_run, sort_order, starts_of, sum_runs

PAIRS_AT_ONCE = 4_000_000
"""Pairs laid side by side at a time: about 200 MB while they are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSums:
    """Whole numbers per pair of items; `key` is first * width + second, sorted and unique."""

    key: Ints
    sums: tuple[Ints, ...]


def pair_rows(starts: Ints, total: int) -> tuple[Ints, Ints]:
    """Positions of every two rows of a group, the earlier one first; groups are runs of rows."""
    after = np.repeat(lengths_of(starts, total), lengths_of(starts, total)) - position_in_run(starts, total) - 1
    first = np.repeat(np.arange(total, dtype=np.int64), after)
    begins = np.cumsum(after) - after
    second = first + 1 + np.arange(len(first), dtype=np.int64) - np.repeat(begins, after)
    return first, second


def blocks_of(owner: Ints, starts: Ints) -> Iterator[slice]:
    """Slices of the rows with about PAIRS_AT_ONCE pairs each; no owner is cut in two.

    `starts` are the groups that are paired within; every group has one owner, and rows are sorted by owner.
    """
    if not len(owner):
        return
    lengths = lengths_of(starts, len(owner))
    running = np.cumsum(lengths * (lengths - 1) // 2)
    last_group = np.append(np.flatnonzero(owner[starts[1:]] != owner[starts[:-1]]), len(starts) - 1)
    ends = starts[last_group] + lengths[last_group]
    wanted = running[last_group] // PAIRS_AT_ONCE
    begin = 0
    for end in ends[np.append(np.flatnonzero(np.diff(wanted)), len(ends) - 1)]:
        yield slice(begin, int(end))
        begin = int(end)


def add_up(parts: Sequence[PairSums], *, width: int, columns: int) -> PairSums:
    """The same pairs of several parts as one, summed; the order of the parts does not matter."""
    if not parts:
        nothing = np.empty(0, dtype=np.int64)
        return PairSums(key=nothing, sums=(nothing,) * columns)
    if len(parts) == 1:
        return parts[0]
    return sum_by_key(
        np.concatenate([part.key for part in parts]),
        [np.concatenate([part.sums[column] for part in parts]) for column in range(columns)],
        width=width,
    )


def sum_by_key(keys: Ints, values: Sequence[Ints], *, width: int) -> PairSums:
    """Sums of each of the values per key."""
    keys, order = sort_order(keys, max(width * width, 1))
    starts = starts_of(keys)
    return PairSums(key=keys[starts], sums=tuple(sum_runs(column[order], starts) for column in values))
