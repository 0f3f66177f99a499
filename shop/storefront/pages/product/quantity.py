from __future__ import annotations

from collections.abc import Mapping

from shop.catalogue.models import Product
from shop.catalogue.quantities import MOST_OF_ONE_PRODUCT, smallest_quantity
from shop.storefront.pages.cart.forms import PREFIX, read_number


def asked_quantity(parameters: Mapping[str, str], product: Product) -> int:
    """The quantity in the page's address, under the name of the quantity box; the least one where there is none."""
    asked = read_number(parameters.get(f"{PREFIX}{product.pk}", ""))
    return asked if asked and asked <= MOST_OF_ONE_PRODUCT else smallest_quantity(product)
