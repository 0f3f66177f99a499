"""Conditions about named products, categories or brands. Each holds as soon as it holds for one of those named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from segmentation.dimension import Subject
from segmentation.models import BoughtDay, BoughtItem, CategoryProfile
from segmentation.rules.columns import ColumnTest, Test, among, between, compared
from segmentation.rules.operands import minor_units
from segmentation.rules.operators import BETWEEN_DAYS
from segmentation.rules.rows import HasRow, HasTotal
from segmentation.rules.tree import Condition


def bought(condition: Condition, *, subject: Subject, today: date, customer_key: str | None = None) -> Q:
    """Whether a company bought one of the items, as the condition asks; of one company alone where it is named."""
    value: Any = condition.value
    asked = Q(kind=subject.value)
    if condition.is_ == BETWEEN_DAYS:
        return _within(condition, asked, between(*value), customer_key=customer_key)
    if isinstance(condition.within, tuple):
        return _within(condition, asked, between(*condition.within), customer_key=customer_key)
    if condition.within is not None:
        since = today - timedelta(days=condition.within)
        return _within(condition, asked, compared(">=", since), customer_key=customer_key)
    match condition.is_:
        case "in_last_days" | "not_in_last_days":
            asked &= Q(ColumnTest("last_day", compared(">=", today - timedelta(days=value))))
        case "since":
            asked &= Q(ColumnTest("last_day", compared(">=", value)))
        case "first_in_last_days":
            asked &= Q(ColumnTest("first_day", compared(">=", today - timedelta(days=value))))
        case "at_least_orders":
            asked &= Q(ColumnTest("orders", compared(">=", value)))
        case "at_least_value":
            asked &= Q(ColumnTest("value", compared(">=", minor_units(value))))
    holds = Q(HasRow(BoughtItem, _one_of("item", condition.items) & asked))
    return ~holds if condition.is_ in {"never", "not_in_last_days"} else holds


def in_category(condition: Condition, *, column: str, test: Test) -> Q:
    """Whether the company's profile in one of the categories passes the test."""
    return Q(HasRow(CategoryProfile, _one_of("category", condition.items) & Q(ColumnTest(column, test))))


def _within(condition: Condition, asked: Q, in_time: Test, *, customer_key: str | None) -> Q:
    """What is asked of a time: an item bought on one day says so in its row, one bought on more has a row for each."""
    asked &= _one_of("item", condition.items)
    once = asked & Q(ColumnTest("orders", compared("=", 1)), ColumnTest("last_day", in_time))
    often = asked & Q(ColumnTest("day", in_time))
    value: Any = condition.value
    if condition.is_ == "at_least_value":
        least = minor_units(value)
        once &= Q(ColumnTest("value", compared(">=", least)))
        total = HasTotal(BoughtDay, often, total="sum(value)", least=least, customer_key=customer_key)
        return Q(HasRow(BoughtItem, once)) | Q(total)
    if condition.is_ == "at_least_orders" and value > 1:
        return Q(HasTotal(BoughtDay, often, total="count(*)", least=value, customer_key=customer_key))
    return Q(HasRow(BoughtItem, once)) | Q(HasRow(BoughtDay, often))


def _one_of(column: str, items: Sequence[str]) -> Q:
    return Q(ColumnTest(column, among(items)))
