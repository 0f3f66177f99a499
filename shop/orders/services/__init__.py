from __future__ import annotations

from shop.orders.services.change_state import InvalidStepError, change_state
from shop.orders.services.note_origin import note_origin
from shop.orders.services.note_payment import CannotBePaidError, note_payment
from shop.orders.services.place_order import CannotOrderError, place_order
from shop.orders.services.record_return import CannotReturnError, record_return

__all__ = [
    "CannotBePaidError",
    "CannotOrderError",
    "CannotReturnError",
    "InvalidStepError",
    "change_state",
    "note_origin",
    "note_payment",
    "place_order",
    "record_return",
]
