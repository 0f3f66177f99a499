"""A record that is not as the contract says is refused by the field's name, and never read as something else."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from segmentation.order_records import OrderRecord, OrderRecordError
from tests.segmentation.analysis.habits.order_records import habits_of, ordered


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("placed_at", "2026-05-01"),
        ("placed_at", None),
        ("first_look_at", 3),
        ("value", "much"),
        ("value", Decimal("Infinity")),
        ("cost", Decimal(10) ** 12),
        ("discounted_value", object()),
        ("channel", 3),
        ("placed_by", 7),
        ("customer_key", 10007),
        ("quoted", "yes"),
        ("small_screen", 1),
        ("fixed_date", 0.5),
        ("due_on", "2026-05-01"),
        ("paid_on", 5.5),
    ],
)
def test_field_is_named(field: str, value: Any) -> None:
    with pytest.raises(OrderRecordError, match=f"`{field}`"):
        habits_of([ordered(**{field: value})])


def test_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(OrderRecordError, match="time zone"):
        habits_of([OrderRecord("acme", datetime(2026, 5, 1))])  # noqa: DTZ001 - what is refused


def test_row_with_other_fields_is_refused() -> None:
    with pytest.raises(OrderRecordError, match="fields"):
        habits_of([ordered(), ordered()[:2]])  # type: ignore[list-item]


def test_amount_that_is_no_number_is_not_known() -> None:
    assert habits_of([ordered(value=Decimal(5), cost=Decimal("NaN"))]) == {}


def test_orders_of_others_are_left_out() -> None:
    assert habits_of([ordered(placed_by="7"), ordered(customer_key="bolt", placed_by="8")]) == {"people_ordering": 1}
