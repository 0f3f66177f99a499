"""Prices as a shop would print them, and what they were in earlier years."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

YEARLY_RISE = Decimal("0.03")
_STEPS = ((Decimal(20), Decimal("0.25")), (Decimal(200), Decimal("0.50")), (Decimal(1000), Decimal(1)))


def printed_price(amount: Decimal | float) -> Decimal:
    """The amount, rounded the way prices of its size are."""
    exact = Decimal(str(amount))
    step = next((step for limit, step in _STEPS if exact < limit), Decimal(5))
    return ((exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step).quantize(Decimal("0.01"))


def reduced_price(amount: Decimal, percent: int) -> Decimal:
    """So many per cent less, in steps of five øre."""
    return _five(amount * (100 - percent) / 100)


def price_in(year: int, amount: Decimal, *, today: int) -> Decimal:
    """What costs this much today, in an earlier year: prices go up once a year."""
    if year >= today:
        return amount
    return _five(amount * (1 - YEARLY_RISE) ** (today - year))


def _five(amount: Decimal) -> Decimal:
    step = Decimal("0.05")
    return ((amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step).quantize(Decimal("0.01"))
