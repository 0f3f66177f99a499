"""Which fields a condition asks for, by its dimension and its question."""

from __future__ import annotations

from enum import StrEnum

from segmentation.dimension import Dimension, Kind, Subject


class Operand(StrEnum):
    """What a question needs to be told."""

    NOTHING = "nothing"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    COUNT = "count"
    """A whole number, of days or orders."""
    RANGE = "range"
    """From one number, amount or day to another."""
    CHOSEN = "chosen"
    """Ticked choices."""
    LISTED = "listed"
    """A pasted list."""


_OF_OPERATOR = {
    **dict.fromkeys(("known", "unknown", "yes", "no", "ever", "never"), Operand.NOTHING),
    **dict.fromkeys(("in_last_days", "not_in_last_days", "longer_ago_than_days", "in_next_days"), Operand.COUNT),
    "at_least_orders": Operand.COUNT,
    **dict.fromkeys(("on_or_after", "on_or_before", "since"), Operand.DATE),
    "between": Operand.RANGE,
    "at_least_value": Operand.MONEY,
}
_OF_KIND = {
    Kind.NUMBER: Operand.NUMBER,
    Kind.MONEY: Operand.MONEY,
    Kind.DATE: Operand.DATE,
    Kind.CHOICE: Operand.CHOSEN,
    Kind.CHOICES: Operand.CHOSEN,
    Kind.TEXT: Operand.LISTED,
    Kind.YES_NO: Operand.NOTHING,
}
LEFT_AT = frozenset({"at_least", "more_than", "at_most", "less_than"})
"""Questions where a company that is in may stay until another value."""


def operand_of(dimension: Dimension, operator: str) -> Operand:
    """What this question about this dimension needs to be told."""
    return _OF_OPERATOR.get(operator) or _OF_KIND[dimension.kind]


def may_leave_at(dimension: Dimension, operator: str) -> bool:
    """Whether the question may have a second value at which a company leaves."""
    return operator in LEFT_AT and dimension.kind in {Kind.NUMBER, Kind.MONEY}


def asks_for_items(dimension: Dimension) -> bool:
    return dimension.subject is not Subject.COMPANY
