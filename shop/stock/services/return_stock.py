from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shop.stock.models import StockItem, StockMovement
from shop.stock.services.locked_items import lock_items


def return_stock(
    quantities: Mapping[int, int], *, cause: StockMovement.Cause, reference: str = "", at: datetime
) -> None:
    """Put these quantities, by product, back into stock and note why. Inside a transaction only."""
    items = lock_items(quantities)
    for product_id, item in items.items():
        item.available += quantities[product_id]
    StockItem.objects.bulk_update(items.values(), ["available"])
    StockItem.objects.bulk_create(
        StockItem(product_id=product_id, available=quantity)
        for product_id, quantity in quantities.items()
        if product_id not in items
    )
    StockMovement.objects.bulk_create(
        StockMovement(product_id=product_id, change=quantity, cause=cause, reference=reference, at=at)
        for product_id, quantity in quantities.items()
    )
