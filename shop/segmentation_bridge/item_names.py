from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Q

from shop.catalogue.models import Product

MOST_WORDS = 8


def item_names_of(skus: Sequence[str]) -> Mapping[str, str]:
    """Names of these products, in one query."""
    return dict(Product.objects.filter(sku__in=skus).order_by().values_list("sku", "name"))


def find_items_named(text: str, *, limit: int) -> Mapping[str, str]:
    """Products that match every word by name, brand or the beginning of their number, no longer sold ones as well."""
    words = text.replace("\0", " ").split()[:MOST_WORDS]
    if not words:
        return {}
    found = Product.objects.order_by("name", "sku")
    for word in words:
        found = found.filter(Q(name__icontains=word) | Q(brand__name__icontains=word) | Q(sku__istartswith=word))
    return dict(found.values_list("sku", "name")[:limit])
