from __future__ import annotations

from segmentation.curated import CuratedRelation, RelationKind
from shop.catalogue.models import Product, ProductRelation

_KINDS = {
    ProductRelation.Kind.EQUAL_PART: RelationKind.EQUAL_PART,
    ProductRelation.Kind.ACCESSORY: RelationKind.ACCESSORY,
}


def curated_relations() -> list[CuratedRelation]:
    """What the shop's people set with the products: successors first, then the rest by position; two queries."""
    replaced = Product.objects.filter(successor__isnull=False).order_by("sku").values_list("sku", "successor__sku")
    related = ProductRelation.objects.order_by("product__sku", "position", "pk")
    return [
        *(CuratedRelation(sku=sku, other=other, kind=RelationKind.SUCCESSOR) for sku, other in replaced),
        *(
            CuratedRelation(sku=sku, other=other, kind=_KINDS[ProductRelation.Kind(kind)])
            for sku, other, kind in related.values_list("product__sku", "other__sku", "kind")
        ),
    ]
