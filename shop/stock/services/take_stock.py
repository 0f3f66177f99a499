from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shop.stock.errors import OutOfStockError
from shop.stock.models import StockItem, StockMovement
from shop.stock.services.locked_items import lock_items


def take_stock(quantities: Mapping[int, int], *, reference: str, at: datetime) -> None:
    """Take these quantities, by product, out of stock and note it; raises OutOfStockError and takes nothing.

    Inside a transaction only; three queries for any number of products.
    """
    items = lock_items(quantities)
    shortages = {
        product_id: items[product_id].available if product_id in items else 0
        for product_id, quantity in quantities.items()
        if product_id not in items or items[product_id].available < quantity
    }
    if shortages:
        raise OutOfStockError(shortages)
    for product_id, item in items.items():
        item.available -= quantities[product_id]
    StockItem.objects.bulk_update(items.values(), ["available"])
    StockMovement.objects.bulk_create(
        StockMovement(
            product_id=product_id, change=-quantity, cause=StockMovement.Cause.ORDER, reference=reference, at=at
        )
        for product_id, quantity in quantities.items()
    )
