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


BARE = frozenset({"known", "unknown", "yes", "no", "ever", "never"})
COUNTED = frozenset(
    {"in_last_days", "not_in_last_days", "longer_ago_than_days", "in_next_days", "at_least_orders"},
)
DATED = frozenset({"on_or_after", "on_or_before", "since"})
LEFT_AT = frozenset({"at_least", "more_than", "at_most", "less_than"})
"""Questions where a company that is in may stay until another value."""


def operand_of(dimension: Dimension, operator: str) -> Operand:
    """What this question about this dimension needs to be told."""
    if operator in BARE:
        return Operand.NOTHING
    if operator in COUNTED:
        return Operand.COUNT
    if operator in DATED:
        return Operand.DATE
    if operator == "between":
        return Operand.RANGE
    if operator == "at_least_value" or dimension.kind is Kind.MONEY:
        return Operand.MONEY
    if dimension.kind in {Kind.CHOICE, Kind.CHOICES}:
        return Operand.CHOSEN
    return Operand.LISTED if dimension.kind is Kind.TEXT else Operand.NUMBER


def may_leave_at(dimension: Dimension, operator: str) -> bool:
    """Whether the question may have a second value at which a company leaves."""
    return operator in LEFT_AT and dimension.kind in {Kind.NUMBER, Kind.MONEY}


def asks_for_items(dimension: Dimension) -> bool:
    return dimension.subject is not Subject.COMPANY
