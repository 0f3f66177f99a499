from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shop.stock.models import StockItem, StockMovement
from shop.stock.services.locked_items import lock_items


@transaction.atomic
def record_count(product_id: int, available: int, *, at: datetime, reference: str = "") -> StockItem:
    """Set what is available of a product to what was counted, and note the difference."""
    item = lock_items([product_id]).get(product_id) or StockItem(product_id=product_id)
    change = available - item.available
    item.available = available
    item.save()
    if change:
        StockMovement.objects.create(
            product_id=product_id, change=change, cause=StockMovement.Cause.COUNT, reference=reference, at=at
        )
    return item
