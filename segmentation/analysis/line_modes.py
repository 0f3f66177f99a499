"""How each line was bought, compared with what the same company bought before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.analysis.arrays import (
    ROUNDING,
    Bools,
    Ints,
    fixed,
    fixed_log,
    fixed_sqrt,
    pack,
    position_in_run,
    starts_of,
    sum_before,
)
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.config import ClassifierConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class LineModes:
    """One entry per clean line. A line that is not known is new, in a known category or not."""

    known: Bools
    """The company bought this item before."""
    usual: Bools
    """... and in about the quantity it takes now."""
    weight: Ints
    """Square root of the value: big lines count more, without drowning the rest."""


def line_modes(lines: CleanLines, *, config: ClassifierConfig) -> LineModes:
    """Whether each line repeats an earlier one, in its usual quantity or not."""
    starts = starts_of(pack((lines.customer, len(lines.customer_names)), (lines.sku, len(lines.sku_names))))
    earlier = position_in_run(starts, len(lines.day))
    quantity = fixed_log(lines.quantity)
    # |ln q - mean of earlier ln q| <= ln factor, with both sides times the number of earlier purchases.
    distance = np.abs(quantity * earlier - sum_before(quantity, starts))
    known = earlier > 0
    usual = known & (distance <= (fixed(np.log(config.quantity_factor)) + ROUNDING) * earlier)
    return LineModes(known=known, usual=usual, weight=fixed_sqrt(lines.value))
