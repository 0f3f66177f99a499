"""A directory that knows of orders what a habit is worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from segmentation.order_records import OrderRecord
from tests.segmentation import toy_orders

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
RECORDS: list[OrderRecord] = []
COMPANY_RECORD: dict[str, dict[str, Any]] = {}
ASKED: list[tuple[list[str], date, date]] = []


class OrderKeeper(toy_orders.ToyDirectory):
    def order_records(self, customer_keys: Sequence[str], *, since: date, until: date) -> Iterable[OrderRecord]:
        ASKED.append((list(customer_keys), since, until))
        return [one for one in RECORDS if one.customer_key in customer_keys]

    def attributes(self, customer_keys: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        return {key: COMPANY_RECORD[key] for key in customer_keys if key in COMPANY_RECORD}


def keep_orders(key: str, *, times: int = 3, now: datetime = AT, **known: Any) -> None:
    """So many orders like this one, one a day."""
    facts = {"value": Decimal(100), "cost": Decimal(60), "discounted_value": Decimal(0), "quoted": False} | known
    RECORDS.extend(OrderRecord(key, now - timedelta(days=1 + back), **facts) for back in range(times))
