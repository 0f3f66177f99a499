from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from shop.cart.models import Cart
from shop.cart.selectors import CartItem, look_into_cart, read_cart
from shop.pricing.totals import Totals
from shop.segmentation_bridge.volume import volume_prices_for
from shop.storefront.access import BuyerRequest


@dataclass(frozen=True, slots=True)
class CartRow:
    """A line of the cart with how many more would bring the next volume price; 0 for none in reach."""

    item: CartItem
    more_for_break: int


def cart_context(request: BuyerRequest) -> dict[str, Any]:
    """Everything a page says about the cart: rows, totals, and what is missing to free freight."""
    contents = read_cart(cart_as_it_is(request), volume_in=volume_prices_for(request.features))
    return {
        "contents": contents,
        "rows": [CartRow(item, more_for_break(item)) for item in contents.lines],
        "missing_to_free_freight": missing_to_free_freight(contents.totals),
    }


def cart_as_it_is(request: BuyerRequest) -> Cart:
    """The cart for reading."""
    return look_into_cart(request.user, request.company)


def more_for_break(item: CartItem) -> int:
    """How many more reach the next volume price, in steps the product is sold in and as far as the stock goes."""
    if item.price is None or item.price.next_break is None:
        return 0
    step = item.product.quantity_multiple
    enough = -(-item.price.next_break.from_quantity // step) * step
    return enough - item.quantity if enough <= item.available else 0


def missing_to_free_freight(totals: Totals) -> Decimal:
    """For how much more goods there is no freight to pay; 0 when there is none already."""
    return Decimal(settings.SHOP_FREIGHT_FREE_FROM) - totals.net if totals.freight else Decimal(0)
