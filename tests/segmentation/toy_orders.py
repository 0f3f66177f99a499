"""A host's orders and customers, held in memory: what SEGMENTATION names while the plugin's own tests run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from segmentation.contracts import CustomerLabel, OrderSource
from segmentation.sources import FrameSource
from segmentation.testing import order_frame

AS_OF = date(2026, 6, 1)

ORDERS: list[dict[str, Any]] = []
CUSTOMERS: list[str] = []
SINCE: dict[str, date] = {}


def open_orders() -> OrderSource:
    return FrameSource(order_frame(list(ORDERS)))


class ToyDirectory:
    def customer_keys(self) -> Sequence[str]:
        return list(CUSTOMERS)

    def labels(self, customer_keys: Sequence[str]) -> Mapping[str, CustomerLabel]:
        return {key: CustomerLabel(key=key, name=f"{key.title()} Ltd") for key in customer_keys if key in CUSTOMERS}

    def search(self, text: str, *, limit: int = 20) -> Sequence[CustomerLabel]:
        return [CustomerLabel(key=key, name=f"{key.title()} Ltd") for key in CUSTOMERS if text in key][:limit]

    def customer_since(self, customer_keys: Sequence[str]) -> Mapping[str, date]:
        return {key: SINCE[key] for key in customer_keys if key in SINCE}

    def category_labels(self, categories: Sequence[str]) -> Mapping[str, str]:
        return {category: category.title() for category in categories}


def order(customer: str, day: date, sku: str, *, category: str = "", quantity: int = 1, value: int = 100) -> None:
    """One more order line."""
    ORDERS.append(
        {"customer": customer, "day": day, "sku": sku, "category": category, "quantity": quantity, "value": value}
    )


def order_routinely(customer: str, *, times: int = 12) -> None:
    """The same two things every fortnight up to AS_OF: a routine buyer, overall and for paper."""
    for back in range(times):
        day = AS_OF - timedelta(days=14 * back + 1)
        order(customer, day, "paper-a4", category="paper")
        order(customer, day, "coffee-500", category="coffee")


def order_something_new(customer: str, *, times: int = 6) -> None:
    """Every time another category: a new buyer, orders or not."""
    for back in range(times):
        order(customer, AS_OF - timedelta(days=30 * back + 1), f"thing-{back}", category=f"kind-{back}")


def order_in_changing_ways(customer: str, *, times: int = 8) -> None:
    """One category, another item every time: a major repurchase buyer."""
    for back in range(times):
        order(customer, AS_OF - timedelta(days=40 * back + 1), f"chair-{back}", category="chairs")
