from __future__ import annotations

from collections.abc import Iterable

from shop.stock.models import StockItem


def stock_of(product_ids: Iterable[int]) -> dict[int, StockItem]:
    """What is there, by product; nothing on hand where nothing is known. One query."""
    wanted = set(product_ids)
    known = {item.product_id: item for item in StockItem.objects.filter(product__in=wanted)}
    return {product_id: known.get(product_id) or StockItem(product_id=product_id) for product_id in wanted}


def available_of(product_ids: Iterable[int]) -> dict[int, int]:
    """How many can be promised now, by product; 0 where nothing is known. One query."""
    return {product_id: item.available for product_id, item in stock_of(product_ids).items()}
