from __future__ import annotations

from shop.orders.selectors.invoices import invoices_of
from shop.orders.selectors.orders import order_of, orders_of
from shop.orders.selectors.reorder_check import ReorderLine, ReorderState, reorder_check
from shop.orders.selectors.usual_items import UsualItem, usual_items

__all__ = [
    "ReorderLine",
    "ReorderState",
    "UsualItem",
    "invoices_of",
    "order_of",
    "orders_of",
    "reorder_check",
    "usual_items",
]
