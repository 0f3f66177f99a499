"""Conditions about named products, categories or brands. Each holds as soon as it holds for one of those named."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from segmentation.dimension import Subject
from segmentation.models import CategoryProfile
from segmentation.rules.columns import ColumnTest, Test, among
from segmentation.rules.operands import minor_units
from segmentation.rules.tree import Condition


def bought(condition: Condition, *, subject: Subject, today: date) -> Q:
    """Whether a company bought one of the items, as the condition asks."""
    items: QuerySet[Any] = bought_items()._default_manager.all()
    rows = items.filter(ColumnTest("item", among(condition.items)), customer_key=OuterRef("pk"), kind=subject.value)
    value: Any = condition.value
    match condition.is_:
        case "in_last_days" | "not_in_last_days":
            rows = rows.filter(last_day__gte=today - timedelta(days=value))
        case "since":
            rows = rows.filter(last_day__gte=value)
        case "at_least_orders":
            rows = rows.filter(orders__gte=value)
        case "at_least_value":
            rows = rows.filter(value__gte=minor_units(value))
    holds = Q(Exists(rows))
    return ~holds if condition.is_ in {"never", "not_in_last_days"} else holds


def bought_items() -> type[Model]:
    """What each company bought of each product, category and brand: first and last day, orders and value."""
    model: str = "BoughtItem"
    return apps.get_model("segmentation", model)


def in_category(condition: Condition) -> Q:
    """Whether a company buys in one of these ways in one of the categories."""
    values: Any = condition.value
    test: Test = among(values)
    return Q(
        Exists(
            CategoryProfile.objects.filter(
                ColumnTest("category", among(condition.items)),
                ColumnTest("buyclass", test),
                customer_key=OuterRef("pk"),
            )
        )
    )
