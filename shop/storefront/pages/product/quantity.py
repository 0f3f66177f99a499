from __future__ import annotations

from collections.abc import Mapping

from shop.catalogue.models import Product

LONGEST = 6


def asked_quantity(parameters: Mapping[str, str], product: Product) -> int:
    """The quantity in the page's address, under the name of the quantity box; the least one where there is none."""
    asked = parameters.get(f"quantity_{product.pk}", "")
    if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST and int(asked) > 0:
        return int(asked)
    return product.minimum_quantity
