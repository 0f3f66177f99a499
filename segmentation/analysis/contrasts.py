"""How two groups of companies differ in one thing: by how much, in one scale for all, and how easily by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FURTHEST = 0.985
"""No two groups are told to lie further apart than this, so that the scale ends where that of shares does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    inside: float
    outside: float
    size: float
    """In standard deviations, positive where the first group has more: 0.2 is slight, 0.5 clear, 0.8 large (Cohen)."""
    chance: float
    """How often groups that do not differ would look as different as these."""


def contrast_shares(counts: Sequence[tuple[int, int, int, int]]) -> list[Contrast]:
    """Of each (those in the first group that have it, all in it, the same of the second): shares from 0 to 1.

    The size is Cohen's h; the chance is by the normal approximation with one more of each, which holds for small groups
    (Agresti and Caffo, 2000).
    """
    from scipy.special import ndtr

    have_a, all_a, have_b, all_b = np.asarray(counts, dtype=np.float64).reshape(-1, 4).T
    a, b = have_a / all_a, have_b / all_b
    size = 2 * (np.arcsin(np.sqrt(a)) - np.arcsin(np.sqrt(b)))
    near_a, near_b = (have_a + 1) / (all_a + 2), (have_b + 1) / (all_b + 2)
    error = np.sqrt(near_a * (1 - near_a) / (all_a + 2) + near_b * (1 - near_b) / (all_b + 2))
    chance = 2 * ndtr(-np.abs(near_a - near_b) / error)
    return [
        Contrast(inside=float(one[0]), outside=float(one[1]), size=float(one[2]), chance=float(one[3]))
        for one in zip(a, b, size, chance, strict=True)
    ]


def contrast_values(inside: Floats, outside: Floats) -> Contrast:
    """By ranks (Mann and Whitney), so that one giant decides nothing.

    What is told is the medians; where both are equal, the means without the tenth at either end.
    """
    from scipy.special import ndtr, ndtri

    first, second = len(inside), len(outside)
    _values, place, ties = np.unique(np.concatenate([inside, outside]), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[place]
    total = first + second
    above = ranks[:first].sum() - first * (first + 1) / 2
    # What ties take from the spread of the rank sum.
    tied = float((ties.astype(np.float64) ** 3 - ties).sum()) / (total * (total - 1))
    spread = np.sqrt(first * second / 12 * (total + 1 - tied))
    likely = float(above / (first * second))
    typical = np.median if np.median(inside) != np.median(outside) else _trimmed_mean
    return Contrast(
        inside=float(typical(inside)),
        outside=float(typical(outside)),
        size=float(np.sqrt(2) * ndtri(np.clip(likely, 1 - FURTHEST, FURTHEST))),
        chance=float(2 * ndtr(-abs(above - first * second / 2) / spread)) if spread > 0 else 1.0,
    )


def _trimmed_mean(values: Floats) -> float:
    cut = len(values) // 10
    return float(np.mean(np.sort(values)[cut : len(values) - cut]))
