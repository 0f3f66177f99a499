"""Parts of 1 as percentages."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from segmentation.values.percent import percent_text

WHOLE, TENTH = Decimal("0.01"), Decimal("0.001")


def share_text(share: float) -> str:
    """A share in whole percents, and in tenths where whole ones would claim nothing or everything."""
    exact = Decimal(repr(share))
    near_an_end = 0 < exact < WHOLE or 1 - WHOLE < exact < 1
    return percent_text(exact.quantize(TENTH if near_an_end else WHOLE, ROUND_HALF_UP))
