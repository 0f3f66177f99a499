from __future__ import annotations

from shop.cart.services.add_to_cart import CartChange, CartFullError, add_to_cart
from shop.cart.services.empty_cart import empty_cart
from shop.cart.services.remove_from_cart import remove_from_cart
from shop.cart.services.set_quantity import set_quantity

__all__ = ["CartChange", "CartFullError", "add_to_cart", "empty_cart", "remove_from_cart", "set_quantity"]
