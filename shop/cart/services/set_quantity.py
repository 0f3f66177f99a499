from __future__ import annotations

from django.db import transaction

from shop.cart.models import Cart, CartLine
from shop.catalogue.quantities import MOST_OF_ONE_PRODUCT


@transaction.atomic
def set_quantity(cart: Cart, product_id: int, quantity: int) -> bool:
    """Make this the quantity of a product that is in the cart; False where it is not in there."""
    if not 1 <= quantity <= MOST_OF_ONE_PRODUCT:
        raise ValueError(f"Quantities are from 1 to {MOST_OF_ONE_PRODUCT}.")
    Cart.objects.select_for_update().get(pk=cart.pk)
    return CartLine.objects.filter(cart=cart, product=product_id).update(quantity=quantity) > 0
