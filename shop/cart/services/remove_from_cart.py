from __future__ import annotations

from django.db import transaction

from shop.cart.models import Cart, CartLine


@transaction.atomic
def remove_from_cart(cart: Cart, product_id: int) -> bool:
    """Take a product out of the cart; False where it was not in there."""
    Cart.objects.select_for_update().get(pk=cart.pk)
    removed, _by_model = CartLine.objects.filter(cart=cart, product=product_id).delete()
    return removed > 0
