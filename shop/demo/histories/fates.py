"""What became of an order: on its way by its age, rarely cancelled, now and then partly sent back."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from shop.orders.models import Order, OrderLine, OrderState

_CANCELLED = 0.012
_RETURNED = 0.03
_REASONS = ("Arrived damaged", "Wrong item sent", "Ordered by mistake", "Too many ordered", "Colour does not match")


def steps_of(placed_at: datetime, *, now: datetime, rng: random.Random) -> list[tuple[OrderState, datetime]]:
    """The states an order has been through by now, the first when it was placed."""
    confirmed = placed_at + timedelta(minutes=rng.randint(20, 600))
    if rng.random() < _CANCELLED:
        later = [(OrderState.CANCELLED, confirmed)]
    else:
        shipped = confirmed + timedelta(hours=rng.randint(14, 50))
        delivered = shipped + timedelta(hours=rng.randint(18, 60))
        later = [(OrderState.CONFIRMED, confirmed), (OrderState.SHIPPED, shipped), (OrderState.DELIVERED, delivered)]
    return [(OrderState.PLACED, placed_at), *(step for step in later if step[1] < now)]


def returned_lines(
    order: Order, lines: Sequence[OrderLine], *, now: datetime, rng: random.Random
) -> Iterator[tuple[OrderLine, int, str, datetime]]:
    """At most one line of a delivered order, of which some or all came back: how many, why and when."""
    if order.state != OrderState.DELIVERED or rng.random() >= _RETURNED:
        return
    line = rng.choice(lines)
    at = order.placed_at + timedelta(days=rng.randint(6, 25), hours=rng.randint(-3, 3))
    if at < now:
        quantity = line.quantity if rng.random() < 0.3 else rng.randint(1, max(1, line.quantity // 3))
        yield line, quantity, rng.choice(_REASONS), at
