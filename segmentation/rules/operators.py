"""Which questions may be asked of a dimension, and what each wants besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from segmentation.dimension import Dimension, Kind, Subject


class Operand(StrEnum):
    """What has to be filled in beside an operator."""

    NOTHING = "nothing"
    NUMBER = "number"
    NUMBERS = "numbers"
    """From and to, both of them included."""
    AMOUNT = "amount"
    AMOUNTS = "amounts"
    DAY = "day"
    DAYS = "days"
    SPAN = "span"
    """A count of days."""
    COUNT = "count"
    """A whole number from 1."""
    CHOICES = "choices"
    """Keys of the dimension's choices."""
    TEXTS = "texts"
    """A list of texts, typed, pasted or uploaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One question: `key` as rules keep it, `label` as it reads between the dimension and the operand."""

    key: str
    label: str | Promise
    operand: Operand
    takes_leave: bool = False
    """Whether a company that is in already may stay in up to another value."""
    takes_within: bool = False
    """Whether it may be asked of a time instead of all that is on record."""


def operators_of(dimension: Dimension) -> Sequence[Operator]:
    """What may be asked of this dimension, in the order in which it is offered; nothing where nothing can be."""
    if dimension.subject is not Subject.COMPANY:
        return (_IN_CATEGORY if dimension.category_column else _BOUGHT).get(dimension.kind, ())
    return (*_PLAIN[dimension.kind], KNOWN, UNKNOWN)


def operator_of(dimension: Dimension, key: str) -> Operator | None:
    """The operator of this key, where it fits the dimension."""
    return next((operator for operator in operators_of(dimension) if operator.key == key), None)


BETWEEN_DAYS = "between_days"
"""Of items; what lies between two values of a dimension is asked otherwise."""
KNOWN = Operator(key="known", label=_("is known"), operand=Operand.NOTHING)
UNKNOWN = Operator(key="unknown", label=_("is not known"), operand=Operand.NOTHING)


def _sizes(one: Operand, two: Operand) -> tuple[Operator, ...]:
    return (
        Operator(key="at_least", label=_("is at least"), operand=one, takes_leave=True),
        Operator(key="at_most", label=_("is at most"), operand=one, takes_leave=True),
        Operator(key="more_than", label=_("is more than"), operand=one, takes_leave=True),
        Operator(key="less_than", label=_("is less than"), operand=one, takes_leave=True),
        Operator(key="equals", label=_("is exactly"), operand=one),
        Operator(key="between", label=_("is between"), operand=two, takes_leave=True),
    )


_PLAIN: Mapping[Kind, Sequence[Operator]] = {
    Kind.NUMBER: _sizes(Operand.NUMBER, Operand.NUMBERS),
    Kind.MONEY: _sizes(Operand.AMOUNT, Operand.AMOUNTS),
    Kind.DATE: (
        Operator(key="in_last_days", label=_("is in the last"), operand=Operand.SPAN),
        Operator(key="longer_ago_than_days", label=_("is longer ago than"), operand=Operand.SPAN),
        Operator(key="in_next_days", label=_("is in the next"), operand=Operand.SPAN),
        Operator(key="on_or_after", label=_("is on or after"), operand=Operand.DAY),
        Operator(key="on_or_before", label=_("is on or before"), operand=Operand.DAY),
        Operator(key="between", label=_("is between"), operand=Operand.DAYS),
    ),
    Kind.CHOICE: (
        Operator(key="one_of", label=_("is one of"), operand=Operand.CHOICES),
        Operator(key="none_of", label=_("is none of"), operand=Operand.CHOICES),
    ),
    Kind.CHOICES: (
        Operator(key="any_of", label=_("has any of"), operand=Operand.CHOICES),
        Operator(key="all_of", label=_("has all of"), operand=Operand.CHOICES),
        Operator(key="none_of", label=_("has none of"), operand=Operand.CHOICES),
    ),
    Kind.TEXT: (
        Operator(key="one_of", label=_("is one of"), operand=Operand.TEXTS),
        Operator(key="none_of", label=_("is none of"), operand=Operand.TEXTS),
        Operator(key="starts_with", label=_("starts with one of"), operand=Operand.TEXTS),
        Operator(key="contains", label=_("contains one of"), operand=Operand.TEXTS),
    ),
    Kind.YES_NO: (
        Operator(key="yes", label=_("is yes"), operand=Operand.NOTHING),
        Operator(key="no", label=_("is no"), operand=Operand.NOTHING),
    ),
}

_BOUGHT: Mapping[Kind, Sequence[Operator]] = {
    Kind.YES_NO: (
        Operator(key="ever", label=_("ever"), operand=Operand.NOTHING),
        Operator(key="never", label=_("never"), operand=Operand.NOTHING),
        Operator(key="in_last_days", label=_("in the last"), operand=Operand.SPAN),
        Operator(key="not_in_last_days", label=_("never, or longer ago than"), operand=Operand.SPAN),
        Operator(key="since", label=_("on or after"), operand=Operand.DAY),
        Operator(key=BETWEEN_DAYS, label=_("between"), operand=Operand.DAYS),
        Operator(key="first_in_last_days", label=_("for the first time in the last"), operand=Operand.SPAN),
        Operator(
            key="at_least_orders",
            label=_("in at least"),
            operand=Operand.COUNT,
            takes_leave=True,
            takes_within=True,
        ),
        Operator(
            key="at_least_value",
            label=_("for at least"),
            operand=Operand.AMOUNT,
            takes_leave=True,
            takes_within=True,
        ),
    ),
}
"""Asked about named products, categories or brands; each holds as soon as it holds for one of those named."""

_IN_CATEGORY: Mapping[Kind, Sequence[Operator]] = {
    Kind.CHOICE: _PLAIN[Kind.CHOICE],
    Kind.NUMBER: _sizes(Operand.NUMBER, Operand.NUMBERS),
}
"""Asked about how a company buys in named categories; each holds as soon as it holds in one of them."""
