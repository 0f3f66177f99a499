"""How each line was bought, compared with what the same company bought before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import ROUNDING, Ints, fixed, fixed_log, fixed_sqrt, lengths_of
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.config import ClassifierConfig
from segmentation.contracts import Terms

USUAL, QUANTITY, TERMS, UNKNOWN = range(4)
MODE_BITS = 2
"""Bought before in about this quantity; in another quantity; as usual, but negotiated; never bought before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineModes:
    """One entry per clean line."""

    mode: npt.NDArray[np.int8]
    weight: Ints
    """Square root of the value: big lines count more, without drowning the rest."""


def line_modes(lines: CleanLines, *, config: ClassifierConfig) -> LineModes:
    """Whether each line repeats an earlier one, in its usual quantity or not."""
    rows = len(lines.day)
    starts = item_starts(lines)
    first = np.repeat(starts, lengths_of(starts, rows))
    earlier = np.arange(rows, dtype=np.int64) - first
    quantity = fixed_log(lines.quantity)
    before = np.cumsum(quantity)
    before -= quantity
    before -= before[first]
    # |ln q - mean of earlier ln q| <= ln factor, with both sides times the number of earlier purchases.
    quantity *= earlier
    quantity -= before
    usual = np.abs(quantity) <= (fixed(np.log(config.quantity_factor)) + ROUNDING) * earlier
    mode = np.where(usual, USUAL, QUANTITY).astype(np.int8)
    mode[starts] = UNKNOWN
    if lines.terms is not None:
        mode[(mode == USUAL) & (lines.terms == Terms.NEGOTIATED)] = TERMS
        mode[lines.terms == Terms.STANDING] = USUAL
    return LineModes(mode=mode, weight=fixed_sqrt(lines.value))


def item_starts(lines: CleanLines) -> Ints:
    """Where each company's purchases of an item start."""
    if not len(lines.day):
        return np.empty(0, dtype=np.int64)
    fresh = np.empty(len(lines.day), dtype=np.bool_)
    fresh[0] = True
    np.not_equal(lines.sku[1:], lines.sku[:-1], out=fresh[1:])
    fresh[1:] |= lines.customer[1:] != lines.customer[:-1]
    return np.flatnonzero(fresh)
