from __future__ import annotations

from shop.orders.admin.invoices import InvoiceAdmin
from shop.orders.admin.orders import OrderAdmin
from shop.orders.admin.returns import OrderLineAdmin, ReturnLineAdmin

__all__ = ["InvoiceAdmin", "OrderAdmin", "OrderLineAdmin", "ReturnLineAdmin"]
