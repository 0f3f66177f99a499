from __future__ import annotations

from shop.cart.services.add_to_cart import CartChange, CartFullError, add_to_cart
from shop.cart.services.claim_submission import (
    answer_given,
    claim_submission,
    keep_answer,
    new_submission,
    read_submission,
)
from shop.cart.services.empty_cart import empty_cart
from shop.cart.services.remove_from_cart import remove_from_cart
from shop.cart.services.set_quantity import set_quantity

__all__ = [
    "CartChange",
    "CartFullError",
    "add_to_cart",
    "answer_given",
    "claim_submission",
    "empty_cart",
    "keep_answer",
    "new_submission",
    "read_submission",
    "remove_from_cart",
    "set_quantity",
]
