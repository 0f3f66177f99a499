from __future__ import annotations

from django.db import transaction

from shop.cart.models import Cart, CartLine


@transaction.atomic
def empty_cart(cart: Cart) -> int:
    """Take everything out of the cart; returns how many lines there were."""
    Cart.objects.select_for_update().get(pk=cart.pk)
    removed, _by_model = CartLine.objects.filter(cart=cart).delete()
    return removed
