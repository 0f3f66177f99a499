"""Every two rows of a group side by side, a bounded number at a time, and sums per pair of items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import Bools, Ints, lengths_of, position_in_run, sort_order, starts_of, sum_runs

Whole = npt.NDArray[np.signedinteger]

PAIRS_AT_ONCE = 4_000_000
"""Pairs laid side by side at a time: about 200 MB while they are counted."""
SAMPLED = 1000
"""Every so many keys one is looked at to find ranges of about the same size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSums:
    """Whole numbers per pair of items; `key` is first * width + second, sorted and unique."""

    key: Ints
    sums: tuple[Whole, ...]


def pair_rows(starts: Ints, total: int, *, leads: Bools) -> tuple[Ints, Ints]:
    """Positions of every two rows of a group, the earlier one first and among `leads`; groups are runs of rows."""
    lengths = lengths_of(starts, total)
    after = np.where(leads, np.repeat(lengths, lengths) - position_in_run(starts, total) - 1, 0)
    first = np.repeat(np.arange(total, dtype=np.int64), after)
    begins = np.cumsum(after) - after
    second = first + 1 + np.arange(len(first), dtype=np.int64) - np.repeat(begins, after)
    return first, second


def blocks_of(owner: Ints, starts: Ints, *, leads: Bools) -> Iterator[slice]:
    """Slices of the rows with about PAIRS_AT_ONCE pairs each; no owner is cut in two.

    `starts` are the groups that are paired within; every group has one owner, and rows are sorted by owner.
    """
    if not len(owner):
        return
    lengths = lengths_of(starts, len(owner))
    after = np.where(leads, np.repeat(lengths, lengths) - position_in_run(starts, len(owner)) - 1, 0)
    running = np.cumsum(sum_runs(after, starts))
    last_group = np.append(np.flatnonzero(owner[starts[1:]] != owner[starts[:-1]]), len(starts) - 1)
    ends = starts[last_group] + lengths[last_group]
    wanted = running[last_group] // PAIRS_AT_ONCE
    begin = 0
    for end in ends[np.append(np.flatnonzero(np.diff(wanted)), len(ends) - 1)]:
        yield slice(begin, int(end))
        begin = int(end)


def add_up(parts: Sequence[PairSums], *, width: int, columns: int) -> PairSums:
    """The same pairs of several parts as one, summed; the order of the parts does not matter.

    Worked through in ranges of keys, so that little more than the parts and the result is held at once.
    """
    parts = [part for part in parts if len(part.key)]
    if not parts:
        return no_pairs(columns)
    if len(parts) == 1:
        return parts[0]
    sample = np.sort(np.concatenate([part.key[::SAMPLED] for part in parts]))
    bounds = sample[PAIRS_AT_ONCE // SAMPLED :: PAIRS_AT_ONCE // SAMPLED]
    cuts = [[0, *np.searchsorted(part.key, bounds).tolist(), len(part.key)] for part in parts]
    ranges = [
        sum_by_key(
            np.concatenate([part.key[cut[at] : cut[at + 1]] for part, cut in zip(parts, cuts, strict=True)]),
            [
                np.concatenate(
                    [part.sums[column][cut[at] : cut[at + 1]] for part, cut in zip(parts, cuts, strict=True)]
                )
                for column in range(columns)
            ],
            width=width,
        )
        for at in range(len(bounds) + 1)
    ]
    if len(ranges) == 1:
        return ranges[0]
    return PairSums(
        key=np.concatenate([each.key for each in ranges]),
        sums=tuple(np.concatenate([each.sums[column] for each in ranges]) for column in range(columns)),
    )


def no_pairs(columns: int) -> PairSums:
    nothing = np.empty(0, dtype=np.int64)
    return PairSums(key=nothing, sums=(nothing,) * columns)


def sum_by_key(keys: Ints, values: Sequence[Whole], *, width: int) -> PairSums:
    """Sums of each of the values per key."""
    keys, order = sort_order(keys, max(width * width, 1))
    starts = starts_of(keys)
    return PairSums(key=keys[starts], sums=tuple(_sums(column[order], starts) for column in values))


def _sums(values: Whole, starts: Ints) -> Whole:
    """Sums in the type of the values, so that small counts stay small."""
    if len(starts) == len(values):
        return values
    sums: Whole = np.add.reduceat(values, starts, dtype=values.dtype)
    return sums
