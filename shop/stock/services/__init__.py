from __future__ import annotations

from shop.stock.errors import OutOfStockError
from shop.stock.services.record_count import record_count
from shop.stock.services.return_stock import return_stock
from shop.stock.services.take_stock import take_stock

__all__ = ["OutOfStockError", "record_count", "return_stock", "take_stock"]
