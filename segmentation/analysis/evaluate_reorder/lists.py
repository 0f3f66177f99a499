"""Scores -> ranked lists."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import Bools, Floats, Ints, position_in_run, starts_of
from segmentation.analysis.evaluate_reorder.metrics import Lists, Matrix
from segmentation.analysis.evaluate_reorder.protocol import Cutoff

LONG, SHORT = 20, 10


def own_lists(cutoff: Cutoff, *keys: npt.NDArray[np.number]) -> Lists:
    """Each company's own items, sorted by these values (the first decides) downwards; then by SKU."""
    habits = cutoff.habits
    row = np.searchsorted(cutoff.measured, habits.customer)
    rows = np.flatnonzero(np.isin(habits.customer, cutoff.measured))
    order = rows[np.lexsort((alphabet(cutoff)[habits.sku[rows]], *(-key[rows] for key in reversed(keys)), row[rows]))]
    company = row[order].astype(np.int64)
    place = position_in_run(starts_of(company), len(company))
    lists = np.full((len(cutoff.measured), LONG), -1, dtype=np.int64)
    kept = place < LONG
    lists[company[kept], place[kept]] = habits.sku[order[kept]]
    return lists


def fill_up(cutoff: Cutoff, lists: Lists, popular: Ints) -> Lists:
    """Places that are left over get the most popular items that the company has not bought."""
    wide = np.tile(popular[: 2 * LONG], (len(lists), 1))
    skus = cutoff.own.shape[1]
    rows = np.repeat(np.arange(len(lists), dtype=np.int64), np.diff(cutoff.own.indptr))
    taken = np.isin(np.arange(len(lists), dtype=np.int64)[:, None] * skus + wide, rows * skus + cutoff.own.indices)
    both = np.concatenate((lists, np.where(taken, -1, wide)), axis=1)
    front = np.argsort(both < 0, axis=1, kind="stable")[:, :LONG]
    filled: Lists = np.take_along_axis(both, front, axis=1)
    return filled


def best_of(scores: Floats) -> Lists:
    """The best places of every row of a block; nothing that scores 0 or less, equal scores by item code."""
    many = min(4 * LONG, scores.shape[1])
    near = np.sort(np.argpartition(-scores, many - 1, axis=1)[:, :many], axis=1)
    value = np.take_along_axis(scores, near, axis=1)
    order = np.argsort(-value, axis=1, kind="stable")[:, :LONG]
    found: Lists = np.take_along_axis(near, order, axis=1)
    found[np.take_along_axis(value, order, axis=1) <= 0] = -1
    if found.shape[1] < LONG:
        found = np.pad(found, ((0, 0), (0, LONG - found.shape[1])), constant_values=-1)
    return found


def own_only(scores: Floats, own: Matrix) -> Floats:
    """The same scores, 0 for what the company has not bought."""
    mask: Bools = own.toarray() > 0
    return np.where(mask, scores, 0)


def alphabet(cutoff: Cutoff) -> Ints:
    """The place of each SKU in the alphabet."""
    places = np.empty(len(cutoff.names), dtype=np.int64)
    places[np.argsort(cutoff.names.to_numpy(dtype=object), kind="stable")] = np.arange(len(cutoff.names))
    return places
