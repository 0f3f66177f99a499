"""What goods cost the demo company: little less than their price for machines, half of it for pens."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

from shop.pricing.money import round_money

LEFT_OVER: Mapping[str, tuple[float, float]] = {
    "coffee-and-kitchen": (0.31, 0.42),
    "cleaning-and-hygiene": (0.30, 0.40),
    "paper-and-print": (0.32, 0.40),
    "writing-and-desk": (0.38, 0.52),
    "furniture-and-light": (0.34, 0.46),
    "computers-and-screens": (0.20, 0.30),
}
"""Department -> the least and the most part of the plain price that is left after the cost."""


def cost_of(price: Decimal, *, department: str, rng: random.Random) -> Decimal:
    """What something at this plain price costs in a department."""
    return round_money(price * Decimal(str(1 - rng.uniform(*LEFT_OVER[department]))))
