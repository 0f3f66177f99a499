"""Reading the other parts of a condition: what it is about, what it asks, of which items, and until when one stays."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.dimension import Dimension, Subject
from segmentation.registry import dimensions
from segmentation.rules.operands import read_operand, read_texts
from segmentation.rules.operators import Operand, Operator, operator_of, operators_of
from segmentation.rules.problems import WrongPartError
from segmentation.rules.tree import BETWEEN, LAST_DAYS, Value, Within

SHOWN = 40
FROM_BELOW = frozenset({"at_least", "more_than", "at_least_orders", "at_least_value"})

TIMES = {LAST_DAYS: Operand.SPAN, BETWEEN: Operand.DAYS}
"""What may be said of the time in which purchases count, and what has to be filled in with it."""
_NAME_ONE = {
    Subject.PRODUCT: gettext_lazy("Name at least one product."),
    Subject.CATEGORY: gettext_lazy("Name at least one category."),
    Subject.BRAND: gettext_lazy("Name at least one brand."),
}


def read_dimension(raw: Any) -> Dimension:
    """The dimension of this key, where anything can be asked about it."""
    if not isinstance(raw, str) or raw not in dimensions:
        raise WrongPartError(_("There is no dimension “%(key)s”.") % {"key": str(raw)[:SHOWN]})
    dimension = dimensions.get(raw)
    if not operators_of(dimension):
        raise WrongPartError(_("“%(label)s” cannot be asked about in a rule.") % {"label": dimension.label})
    return dimension


def read_operator(raw: Any, *, dimension: Dimension) -> Operator:
    """The operator of this key, where it fits the dimension."""
    operator = operator_of(dimension, raw) if isinstance(raw, str) else None
    if operator is not None:
        return operator
    labels = ", ".join(f"“{operator.label}”" for operator in operators_of(dimension))
    facts = {"label": dimension.label, "asked": str(raw)[:SHOWN], "labels": labels}
    if raw is None:
        raise WrongPartError(_("What is asked of “%(label)s”? Possible: %(labels)s.") % facts)
    raise WrongPartError(_("“%(asked)s” does not fit “%(label)s”. Possible: %(labels)s.") % facts)


def read_items(raw: Any, *, dimension: Dimension) -> tuple[str, ...]:
    """The products, categories or brands it is asked about."""
    is_empty = raw is None or raw == []
    if dimension.subject is Subject.COMPANY:
        if not is_empty:
            raise WrongPartError(_("“%(label)s” is asked of the company alone.") % {"label": dimension.label})
        return ()
    if is_empty:
        raise WrongPartError(str(_NAME_ONE[dimension.subject]))
    items = read_texts(raw)
    # Item numbers are kept in capitals, however they were typed.
    return tuple(dict.fromkeys(map(str.upper, items))) if dimension.subject is Subject.PRODUCT else items


def read_leave(raw: Any, *, dimension: Dimension, operator: Operator, value: Value) -> Any:
    """The value, or the two, up to which a company stays in; None where that is the one at which it joins."""
    if raw is None:
        return None
    if not operator.takes_leave:
        raise WrongPartError(_("Staying in up to another value goes with limits only, such as “is at least”."))
    leave: Any = read_operand(operator.operand, raw, dimension=dimension, operator=operator.key)
    joins: Any = value
    if joins is None or leave == joins:
        return None
    if isinstance(leave, tuple):
        if leave[0] > joins[0] or leave[1] < joins[1]:
            raise WrongPartError(
                _("Companies would leave before they could join: these have to lie around the others.")
            )
        return leave
    if operator.key in FROM_BELOW and leave > joins:
        raise WrongPartError(_("Companies would leave before they could join: this has to be below the other value."))
    if operator.key not in FROM_BELOW and leave < joins:
        raise WrongPartError(_("Companies would leave before they could join: this has to be above the other value."))
    return leave


def read_within(raw: Any, *, dimension: Dimension, operator: Operator) -> Within | None:
    """The time in which purchases count; None for all that was ever bought."""
    if raw is None:
        return None
    if not operator.takes_within:
        raise WrongPartError(_("A time goes only with “in at least” so many orders and “for at least” so much."))
    if not isinstance(raw, dict) or len(raw) != 1 or next(iter(raw)) not in TIMES:
        raise WrongPartError(_("A time says one of “last_days” and “between”."))
    ((sort, asked),) = raw.items()
    within: Any = read_operand(TIMES[sort], asked, dimension=dimension, operator=operator.key)
    return within  # type: ignore[no-any-return]
