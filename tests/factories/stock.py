from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from shop.stock.models import StockItem


class StockItemFactory(DjangoModelFactory):
    """What is in stock of a product; a product has its row from the start, so this fills it in."""

    class Meta:
        model = StockItem

    product = factory.SubFactory("tests.factories.catalogue.ProductFactory")
    available = 100

    @classmethod
    def _create(cls, model_class: type[StockItem], *_: Any, product: Any, **fields: Any) -> StockItem:
        item, _created = model_class.objects.update_or_create(product=product, defaults=fields)
        return item
