"""Records of orders in few words, and the habits of one company."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from segmentation.analysis.habits.work_out import work_out_habits
from segmentation.order_records import OrderRecord

AS_OF = date(2026, 6, 1)


def ordered(days_ago: float = 10, **known: Any) -> OrderRecord:
    """An order of acme, so many days before the noon of AS_OF."""
    placed_at = datetime(2026, 6, 1, 12, tzinfo=UTC) - timedelta(days=days_ago)
    return OrderRecord(**{"customer_key": "acme", "placed_at": placed_at, **known})


def habits_of(records: Iterable[OrderRecord], key: str = "acme") -> dict[str, Any]:
    """What is known of one company by its records alone."""
    found = work_out_habits(records, customer_keys=[key], as_of=AS_OF, zone=UTC)
    return {name: value for name, value in found.loc[key].items() if not pd.isna(value)}
