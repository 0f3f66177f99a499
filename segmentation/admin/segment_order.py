"""The order of segments as it was posted."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict


def posted_order(data: QueryDict) -> Sequence[str]:
    """The keys as they were dragged, first to last."""
    return [key for key in data.get("order", "").split(",") if key]


def moved(keys: Sequence[str], button: str) -> Sequence[str]:
    """The order with one segment a step up or down, by a button "up:key"; the same where it cannot go further."""
    way, _sep, key = button.partition(":")
    order = list(keys)
    if key not in order or way not in {"up", "down"}:
        return order
    place = order.index(key)
    order.pop(place)
    order.insert(max(place - 1, 0) if way == "up" else place + 1, key)
    return order
