"""Single orders, for an admin who looks at one company. Nothing is worked out from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFact:
    """One order: its day, its number, its net value in the shop's currency, and where an admin can see it."""

    day: date
    number: str
    value: Decimal
    url: str = ""


@runtime_checkable
class KnowsOrders(Protocol):
    """A host's directory may know this besides."""

    def recent_orders(self, customer_key: str, *, limit: int) -> Sequence[OrderFact]:
        """The customer's latest orders, at most `limit`, the last first; in one query."""
        ...
