from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from segmentation.public import alternatives_for
from shop.catalogue.models import AttributeValue, Product
from shop.catalogue.selectors import similar_products, visible_products

LOOKED_AT = 20
"""Relations looked at, as some of their products may not be for sale."""


def product_details() -> QuerySet[Product]:
    """Products with what their page tells, but for pictures: two queries. Those no longer sold are among them."""
    products = Product.objects.select_related("brand", "category", "stock", "successor")
    return products.prefetch_related(_attribute_values())


@dataclass(frozen=True, slots=True)
class Alternative:
    """A product to show beside another one, and why."""

    product: Product
    why: str


def alternatives_to(product: Product, *, limit: int) -> list[Alternative]:
    """Products that can stand in for this one and are for sale, ready to be compared but for pictures.

    First those set by the shop's people, then those that companies buy instead, then the most similar ones; four
    queries at most.
    """
    related = {each.sku: each for each in alternatives_for(product.sku, limit=LOOKED_AT)}
    found = _for_sale().in_bulk(related, field_name="sku") if related else {}
    chosen = [Alternative(found[sku], each.why(product.name)) for sku, each in related.items() if sku in found]
    del chosen[limit:]
    if len(chosen) < limit:
        known = {each.product.pk for each in chosen}
        similar = similar_products(product, limit=limit + len(known)).prefetch_related(None)
        others = [other for other in similar.select_related("brand", "category", "stock") if other.pk not in known]
        why = _("Of the same kind, with most in common.")
        chosen += [Alternative(other, why) for other in others[: limit - len(chosen)]]
    prefetch_related_objects([each.product for each in chosen], _attribute_values())
    return chosen


def _for_sale() -> QuerySet[Product]:
    return visible_products().prefetch_related(None).select_related("brand", "category", "stock")


def _attribute_values() -> Prefetch:
    return Prefetch("attribute_values", AttributeValue.objects.select_related("attribute"))
