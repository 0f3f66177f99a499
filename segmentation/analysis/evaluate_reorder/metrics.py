"""Ranked lists against the next baskets."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from segmentation.analysis.arrays import Bools, Floats

Matrix = sparse.csr_array

Lists = npt.NDArray[np.int64]
"""Measured companies x places: SKU codes, -1 where the list has ended."""

METRICS = ("recall_10", "ndcg_10", "precision_10", "recall_20", "repeat_recall_10")


def measure(*, full: Lists, own: Lists, baskets: Matrix, bought_before: Matrix) -> dict[str, Floats]:
    """One number per company and metric; NaN for the repeat recall of a basket without a repeated item.

    full   the best 20 items, whatever they are      own  the best 10 of those the company bought before
    recall is of all items of the next basket; the repeat recall of those that were bought before
    """
    size = np.diff(baskets.indptr)
    hit = _hits(full, baskets)
    repeated = np.asarray(baskets.multiply(bought_before).sum(axis=1)).ravel()
    return {
        "recall_10": hit[:, :10].sum(axis=1) / size,
        "ndcg_10": _gains(hit[:, :10]) / _best_gains(size),
        "precision_10": hit[:, :10].sum(axis=1) / 10,
        "recall_20": hit[:, :20].sum(axis=1) / size,
        "repeat_recall_10": np.divide(
            _hits(own, baskets)[:, :10].sum(axis=1), repeated, out=np.full(len(size), np.nan), where=repeated > 0
        ),
    }


def _hits(lists: Lists, baskets: Matrix) -> Bools:
    """Whether each place holds an item of the basket."""
    skus = baskets.shape[1]
    rows = np.repeat(np.arange(baskets.shape[0], dtype=np.int64), np.diff(baskets.indptr))
    wanted = rows * skus + baskets.indices
    places = np.arange(len(lists), dtype=np.int64)[:, None] * skus + lists
    found: Bools = np.isin(places, wanted) & (lists >= 0)
    return found


def _gains(hit: Bools) -> Floats:
    discounts: Floats = 1 / np.log2(np.arange(hit.shape[1]) + 2)
    gains: Floats = hit @ discounts
    return gains


def _best_gains(size: npt.NDArray[np.integer]) -> Floats:
    gains: Floats = np.concatenate((np.zeros(1), np.cumsum(1 / np.log2(np.arange(10) + 2))))
    best: Floats = gains[np.minimum(size, 10)]
    return best
