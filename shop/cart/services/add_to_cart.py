from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery

from shop.cart.models import Cart, CartLine
from shop.cart.problems import cart_full
from shop.catalogue.models import Product
from shop.catalogue.quantities import MOST_OF_ONE_PRODUCT


class CartFullError(Exception):
    """The cart would hold more different products than it may; nothing was added. The message is for the buyer."""


@dataclass(frozen=True, slots=True)
class CartChange:
    """How many lines are new, how many were there and hold more now, and which products are not for sale."""

    added: int
    merged: int
    not_for_sale: tuple[int, ...] = ()


@transaction.atomic
def add_to_cart(cart: Cart, quantities: Mapping[int, int], *, at: datetime) -> CartChange:
    """Put these quantities, by product, into the cart on top of what is there; three queries for any number.

    One more notes `at` where the cart was empty. What is not for sale is left out. A quantity below 1 or too large for
    any order is the caller's mistake.
    """
    if any(not 1 <= quantity <= MOST_OF_ONE_PRODUCT for quantity in quantities.values()):
        raise ValueError(f"Quantities are from 1 to {MOST_OF_ONE_PRODUCT}.")
    if not quantities:
        return CartChange(added=0, merged=0)
    lines = CartLine.objects.filter(cart=OuterRef("pk")).order_by().values("cart").annotate(size=Count("pk"))
    # Everything that changes a cart locks it first, so that sums and checkouts see it whole.
    size = Cart.objects.select_for_update().annotate(size=Subquery(lines.values("size"))).get(pk=cart.pk).size or 0
    there = CartLine.objects.filter(cart=cart, product=OuterRef("pk"))
    known = dict(
        Product.objects.filter(pk__in=quantities, is_active=True).values_list("pk", Subquery(there.values("quantity")))
    )
    added = sum(quantity is None for quantity in known.values())
    if size + added > settings.SHOP_MAX_CART_LINES:
        raise CartFullError(cart_full().message)
    CartLine.objects.bulk_create(
        [
            CartLine(cart=cart, product_id=product_id, quantity=quantity + (known[product_id] or 0))
            for product_id, quantity in quantities.items()
            if product_id in known
        ],
        update_conflicts=True,
        unique_fields=["cart", "product"],
        update_fields=["quantity"],
    )
    if added and not size:
        Cart.objects.filter(pk=cart.pk).update(started_at=at)
    return CartChange(
        added=added,
        merged=len(known) - added,
        not_for_sale=tuple(product_id for product_id in quantities if product_id not in known),
    )
