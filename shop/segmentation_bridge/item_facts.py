from __future__ import annotations

from collections.abc import Mapping, Sequence

from segmentation.items import ItemFacts
from shop.catalogue.models import Product


def item_facts_of(skus: Sequence[str]) -> Mapping[str, ItemFacts]:
    """Brand with its grade, and day of launch of these products, in one query."""
    known = (
        Product.objects.filter(sku__in=skus)
        .order_by()
        .values_list("sku", "brand__name", "launched_on", "brand__is_top_grade")
    )
    return {
        sku: ItemFacts(brand=brand, launched_on=launched_on, is_top_grade=top) for sku, brand, launched_on, top in known
    }
