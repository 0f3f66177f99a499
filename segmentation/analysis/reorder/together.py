"""Items that the same companies buy: what a list can be filled up with that the company has not bought yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from segmentation.analysis.arrays import SCALE, Ints, position_in_run, starts_of
from segmentation.analysis.clean import clean_lines
from segmentation.analysis.reorder.config import DEFAULT_REORDER_CONFIG, ReorderConfig
from segmentation.analysis.reorder.habits import HABIT_SCALE, Habits, habits_of

Matrix = sparse.csr_array

NEIGHBOUR_COLUMNS: Mapping[str, str] = {"sku": "str", "neighbour": "str", "likeness": "int64"}
"""Column -> dtype; likeness in millionths."""

UNIT = 1024
"""An item of the latest order, or a stronger habit; all sums are of whole numbers, so their order does not matter."""
ROWS_AT_ONCE = 500


def item_neighbours(
    lines: pd.DataFrame, *, as_of: date, config: ReorderConfig = DEFAULT_REORDER_CONFIG
) -> pd.DataFrame:
    """For each item the items that are bought most by the same companies, with `NEIGHBOUR_COLUMNS`, the likest first.

    With x the habit of a company, at most 1: likeness(i, j) = sum x_i x_j / (sqrt(sum x_i^2 sum x_j^2) + 5). Of each
    company only the firmest habits count, which bounds the work to companies x that number squared.
    """
    purchases, _ = clean_lines(lines, as_of=as_of, config=config.cleaning)
    habits = habits_of(purchases, half_life_orders=config.half_life_orders)
    names = pd.Index(purchases.sku_names, dtype="str")
    bought = strengths(habits, _firmest(habits, names, config.neighbour_habits), skus=len(names))
    squares = np.asarray(bought.multiply(bought).sum(axis=0)).ravel().astype(np.float64)
    parts = list(_rows(bought, squares, names, config))
    found = np.concatenate(parts, axis=1) if parts else np.empty((3, 0), dtype=np.int64)
    return pd.DataFrame({"sku": names.take(found[0]), "neighbour": names.take(found[1]), "likeness": found[2]}).astype(
        dict(NEIGHBOUR_COLUMNS)
    )


def strengths(habits: Habits, rows: Ints, *, skus: int) -> Matrix:
    """Company codes x SKU codes: the habit in these rows, at most 1, in units of 1/1024."""
    values = np.minimum(habits.habit[rows], HABIT_SCALE) * UNIT // HABIT_SCALE
    companies = int(habits.customer.max(initial=-1)) + 1
    return sparse.csr_array((values, (habits.customer[rows], habits.sku[rows])), shape=(companies, skus))


def neighbours_matrix(neighbours: pd.DataFrame, names: pd.Index) -> Matrix:
    """SKU codes x SKU codes; neighbours among other SKUs than these are left out."""
    sku, other = names.get_indexer(pd.Index(neighbours["sku"])), names.get_indexer(pd.Index(neighbours["neighbour"]))
    there = (sku >= 0) & (other >= 0)
    likeness = neighbours["likeness"].to_numpy(dtype=np.int64)[there]
    return sparse.csr_array((likeness, (sku[there], other[there])), shape=(len(names), len(names)))


def _firmest(habits: Habits, names: pd.Index, most: int) -> Ints:
    """The rows of at most so many habits of each company."""
    alphabet = np.empty(len(names), dtype=np.int64)
    alphabet[np.argsort(names.to_numpy(dtype=object), kind="stable")] = np.arange(len(names))
    order = np.lexsort((alphabet[habits.sku], -habits.last, -habits.habit, habits.customer))
    kept: Ints = order[position_in_run(starts_of(habits.customer[order].astype(np.int64)), len(order)) < most]
    return kept


def _rows(
    bought: Matrix, squares: npt.NDArray[np.float64], names: pd.Index, config: ReorderConfig
) -> Iterator[npt.NDArray[np.int64]]:
    """SKU, neighbour and likeness of some items at a time."""
    by_item = bought.T.tocsr()
    alphabet = np.argsort(names.to_numpy(dtype=object), kind="stable")
    place = np.empty(len(names), dtype=np.int64)
    place[alphabet] = np.arange(len(names))
    for start in range(0, len(names), ROWS_AT_ONCE):
        some = alphabet[start : start + ROWS_AT_ONCE]
        shared = (by_item[some] @ bought).tocoo()
        row, other = shared.row.astype(np.int64), shared.col.astype(np.int64)
        together = np.sqrt(squares[some[row]] * squares[other]) + config.neighbour_shrinkage * UNIT * UNIT
        likeness = np.rint(shared.data / together * SCALE).astype(np.int64)
        kept = np.flatnonzero((some[row] != other) & (likeness > 0))
        kept = kept[np.lexsort((place[other[kept]], -likeness[kept], row[kept]))]
        kept = kept[position_in_run(starts_of(row[kept]), len(kept)) < config.neighbours]
        yield np.stack((some[row[kept]], other[kept], likeness[kept]))
