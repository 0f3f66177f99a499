"""How far a count is from what chance alone would give."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.arrays import Floats, Ints


def lift(both: Ints, one: Ints, other: Ints, total: int) -> Floats:
    """How many times more often two things come together than by chance."""
    lifts: Floats = both.astype(np.float64) * total / np.maximum(one.astype(np.float64) * other, 1.0)
    return lifts


def log_likelihood_ratio(both: Ints, one: Ints, other: Ints, total: int) -> Floats:
    """Dunning's G-squared of the two-by-two table, the same for more and for less than by chance.

    Source: T. Dunning, Accurate methods for the statistics of surprise and coincidence, 1993.
    """
    table = (both, one - both, other - both, total - one - other + both)
    rows, columns = (one, total - one), (other, total - other)
    ratio = sum(map(_xlogx, table)) - sum(map(_xlogx, rows)) - sum(map(_xlogx, columns)) + _xlogx(np.array([total]))
    return np.maximum(2.0 * ratio, 0.0)


def _xlogx(values: Ints) -> Floats:
    amounts = np.maximum(values, 0).astype(np.float64)
    logs: Floats = amounts * np.log(np.maximum(amounts, 1.0))
    return logs
