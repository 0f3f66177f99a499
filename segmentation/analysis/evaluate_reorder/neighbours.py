"""Companies that buy alike, searched block by block so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

from segmentation.analysis.arrays import Floats, Ints
from segmentation.analysis.evaluate_reorder.metrics import Matrix
from segmentation.analysis.evaluate_reorder.protocol import Cutoff

BLOCK_CELLS = 8_000_000
"""Numbers in a dense block: 64 MB."""

Likeness = Literal["euclidean", "cosine"]


def vectors(cutoff: Cutoff, weights: Floats) -> Matrix:
    """Companies x SKUs: the summed weights of the lines."""
    shape = (len(cutoff.lines.customer_names), len(cutoff.names))
    return sparse.csr_array((weights, (cutoff.lines.customer, cutoff.lines.sku)), shape=shape)


def blocks(cutoff: Cutoff) -> Iterator[slice]:
    """Slices of the measured companies, so few that a block against all companies or SKUs stays small."""
    widest = max(len(cutoff.lines.customer_names), len(cutoff.names), 1)
    step = max(BLOCK_CELLS // widest, 1)
    for start in range(0, len(cutoff.measured), step):
        yield slice(start, min(start + step, len(cutoff.measured)))


def nearness(bought: Matrix, transposed: Matrix, companies: Ints, *, likeness: Likeness) -> Floats:
    """How near every company is to each of these; minus infinity for itself and for those that bought nothing."""
    squares = np.asarray(bought.multiply(bought).sum(axis=1)).ravel()
    near: Floats = (bought[companies] @ transposed).toarray()
    if likeness == "cosine":
        near /= np.sqrt(np.maximum(squares[companies][:, None] * squares[None, :], 1e-12))
    else:
        near *= 2
        near -= squares[None, :]
    near[:, squares == 0] = -np.inf
    near[np.arange(len(companies)), companies] = -np.inf
    return near


def nearest(near: Floats, *, count: int) -> tuple[Ints, Floats]:
    """The nearest companies of every row, the nearest first, and 1 for each that is one, 0 where there are too few."""
    count = min(count, near.shape[1])
    some = np.argpartition(-near, count - 1, axis=1)[:, :count]
    value = np.take_along_axis(near, some, axis=1)
    order = np.argsort(-value, axis=1, kind="stable")
    chosen: Ints = np.take_along_axis(some, order, axis=1)
    return chosen, np.isfinite(np.take_along_axis(value, order, axis=1)).astype(np.float64)


def mean_of(bought: Matrix, chosen: Ints, counts: Floats) -> Floats:
    """The mean vector of the chosen companies of every row, dense; of those that count."""
    return weigh(bought, chosen, counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))


def weigh(bought: Matrix, chosen: npt.NDArray[np.integer], weights: Floats) -> Floats:
    """For every row the weighted sum of the vectors of its chosen companies, dense."""
    rows = np.repeat(np.arange(len(chosen)), chosen.shape[1])
    mix = sparse.csr_array((weights.ravel(), (rows, chosen.ravel())), shape=(len(chosen), bought.shape[0]))
    mixed: Floats = (mix @ bought).toarray()
    return mixed
