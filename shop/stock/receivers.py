from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from shop.catalogue.models import Product
from shop.stock.models import StockItem


@receiver(post_save, sender=Product, dispatch_uid="shop_stock.give_new_product_its_stock_row")
def give_new_product_its_stock_row(instance: Product, created: bool, raw: bool = False, **_: Any) -> None:
    """A product that is new starts with nothing in stock, and can be counted in at once."""
    if created and not raw:
        StockItem.objects.get_or_create(product=instance)
