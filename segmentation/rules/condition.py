"""A rule as one condition for the database, so that everybody's answer is one pass over plain columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from segmentation.dimension import Dimension, Kind, Subject
from segmentation.models import SegmentMembership
from segmentation.models.attribute_columns import column_path
from segmentation.registry import dimensions
from segmentation.rules import columns
from segmentation.rules.chosen import CHOSEN_OVER, chosen_first
from segmentation.rules.columns import Always, ColumnTest, Test
from segmentation.rules.keyed import bought, in_category
from segmentation.rules.operands import minor_units
from segmentation.rules.rows import HasRow
from segmentation.rules.tree import All, Any_, Condition, Not, Rule

SIGNS = {"at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<", "equals": "="}


def condition_of(rule: Rule, *, today: date, segment_id: int | None) -> Q:
    """For `CustomerProfile.objects.filter`: the companies of which the rule holds on this day.

    `segment_id` is the segment whose members may stay in where the rule says so; None for one that has none yet.
    A condition on what is not known of a company does not hold, and turned round it does.
    """
    match rule:
        case All(nodes):
            return Q(*(condition_of(node, today=today, segment_id=segment_id) for node in nodes))
        case Any_(nodes):
            inside = (condition_of(node, today=today, segment_id=segment_id) for node in nodes)
            return Q(*inside, _connector=Q.OR)
        case Not(node):
            return ~condition_of(node, today=today, segment_id=segment_id)
    return leaf_of(rule, today=today, segment_id=segment_id)


def leaf_of(condition: Condition, *, today: date, segment_id: int | None, customer_key: str | None = None) -> Q:
    """One condition for the database; for one company alone where it is named, which saves looking at all."""
    holds = _joins(condition, today=today, customer_key=customer_key)
    if condition.leave is not None and segment_id is not None:
        stays = _joins(replace(condition, value=condition.leave), today=today, customer_key=customer_key)
        holds |= stays & _is_in(segment_id)
    return holds


def _joins(condition: Condition, *, today: date, customer_key: str | None) -> Q:
    """The condition as it is for a company that is not in the segment."""
    dimension = dimensions.get(condition.dimension)
    if dimension.category_column:
        test = test_of(dimension, condition.is_, condition.value, today=today)
        return in_category(condition, column=dimension.category_column, test=test)
    if dimension.subject is not Subject.COMPANY:
        return bought(condition, subject=dimension.subject, today=today, customer_key=customer_key)
    is_turned = condition.is_ == "unknown"
    path = path_of(dimension)
    if path is None:
        return Q(Always(holds=is_turned))
    holds = _tested(path, test_of(dimension, condition.is_, condition.value, today=today))
    return ~holds if is_turned else holds


def path_of(dimension: Dimension) -> str | None:
    """Path from a profile to the dimension's column; None for one that has none, or none yet."""
    if dimension.subject is not Subject.COMPANY:
        return None
    return dimension.column or column_path(dimension.key)


def _tested(path: str, test: Test) -> Q:
    return chosen_first(path, test) if path in CHOSEN_OVER else Q(ColumnTest(path, test))


def _is_in(segment_id: int) -> Q:
    """Whether a company is in the segment already, by its rule."""
    by_rule = Q(segment_id=segment_id, source=SegmentMembership.Source.AUTOMATIC)
    return Q(HasRow(SegmentMembership, by_rule))


def test_of(dimension: Dimension, asked: str, value: Any, *, today: date) -> Test:
    """What is asked of the dimension's column, where it holds something; of "unknown", what is known."""
    if asked in {"known", "unknown"}:
        return columns.IS_FILLED if dimension.kind in {Kind.CHOICE, Kind.TEXT} else columns.IS_KNOWN
    match dimension.kind:
        case Kind.NUMBER:
            return _size(asked, value)
        case Kind.MONEY:
            return _size(asked, tuple(map(minor_units, value)) if asked == "between" else minor_units(value))
        case Kind.DATE:
            return _day(asked, value, today=today)
        case Kind.YES_NO:
            return columns.IS_YES if asked == "yes" else columns.IS_NO
    return _LISTS[dimension.kind][asked](value)


_LISTS: Mapping[Kind, Mapping[str, Callable[[Sequence[str]], Test]]] = {
    Kind.CHOICE: {"one_of": columns.among, "none_of": columns.filled_and_not_among},
    Kind.CHOICES: {"any_of": columns.holds_any, "all_of": columns.holds_all, "none_of": columns.holds_none},
    Kind.TEXT: {
        "one_of": columns.among,
        "none_of": columns.filled_and_not_among,
        "starts_with": columns.starts_with,
        "contains": columns.contains,
    },
}


def _size(asked: str, value: Any) -> Test:
    return columns.between(*value) if asked == "between" else columns.compared(SIGNS[asked], value)


def _day(asked: str, value: Any, *, today: date) -> Test:
    match asked:
        case "in_last_days":
            return columns.between(today - timedelta(days=value), today)
        case "in_next_days":
            return columns.between(today, today + timedelta(days=value))
        case "longer_ago_than_days":
            return columns.compared("<", today - timedelta(days=value))
        case "on_or_after":
            return columns.compared(">=", value)
        case "on_or_before":
            return columns.compared("<=", value)
    return columns.between(*value)
