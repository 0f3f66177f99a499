from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from shop.catalogue.models import AttributeValue, Product
from shop.catalogue.selectors import similar_products

ALTERNATIVES = 3
"""As many as can stand beside a product and still be read."""


def product_details() -> QuerySet[Product]:
    """Products with what their page tells, but for pictures: two queries. Those no longer sold are among them."""
    products = Product.objects.select_related("brand", "category", "stock", "successor")
    return products.prefetch_related(_attribute_values())


def alternatives_to(product: Product) -> list[Product]:
    """Products like this one that are for sale, ready to be compared but for pictures; two queries."""
    others = similar_products(product, limit=ALTERNATIVES).prefetch_related(None)
    return list(others.select_related("brand", "category", "stock").prefetch_related(_attribute_values()))


def _attribute_values() -> Prefetch:
    return Prefetch("attribute_values", AttributeValue.objects.select_related("attribute"))
