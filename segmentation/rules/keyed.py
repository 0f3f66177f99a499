"""Conditions about named products, categories or brands. Each holds as soon as it holds for one of those named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Q

from segmentation.dimension import Subject
from segmentation.models import BoughtItem, CategoryProfile
from segmentation.rules.columns import ColumnTest, Test, among, compared
from segmentation.rules.operands import minor_units
from segmentation.rules.rows import HasRow
from segmentation.rules.tree import Condition


def bought(condition: Condition, *, subject: Subject, today: date) -> Q:
    """Whether a company bought one of the items, as the condition asks."""
    asked = Q(kind=subject.value)
    value: Any = condition.value
    match condition.is_:
        case "in_last_days" | "not_in_last_days":
            asked &= Q(ColumnTest("last_day", compared(">=", today - timedelta(days=value))))
        case "since":
            asked &= Q(ColumnTest("last_day", compared(">=", value)))
        case "at_least_orders":
            asked &= Q(ColumnTest("orders", compared(">=", value)))
        case "at_least_value":
            asked &= Q(ColumnTest("value", compared(">=", minor_units(value))))
    holds = _of_items(BoughtItem, "item", condition.items, asked)
    return ~holds if condition.is_ in {"never", "not_in_last_days"} else holds


def in_category(condition: Condition, *, column: str, test: Test) -> Q:
    """Whether the company's profile in one of the categories passes the test."""
    return _of_items(CategoryProfile, "category", condition.items, Q(ColumnTest(column, test)))


def _of_items(model: type[Model], column: str, items: Sequence[str], asked: Q) -> Q:
    return Q(HasRow(model, Q(ColumnTest(column, among(items))) & asked))
