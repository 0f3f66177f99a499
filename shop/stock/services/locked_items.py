from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from shop.stock.models import StockItem


def lock_items(product_ids: Iterable[int]) -> dict[int, StockItem]:
    """The stock rows of these products, locked until the transaction ends.

    Always locked in the order of products, so that two orders for the same goods wait instead of blocking each other.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Stock is changed inside a transaction only.")
    rows = StockItem.objects.select_for_update().filter(product__in=set(product_ids)).order_by("product_id")
    return {row.product_id: row for row in rows}
