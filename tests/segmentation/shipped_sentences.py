"""Every question that may be asked of a dimension that comes with the plugin, as a rule and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from segmentation.dimension import Dimension, Subject
from segmentation.dimensions.shipped import SHIPPED
from segmentation.rules import Operand, Operator, operators_of, parse_rule
from segmentation.words.rules import rule_text

ITEMS = {Subject.PRODUCT: ["A-1", "B-2"], Subject.CATEGORY: ["toner"], Subject.BRAND: ["Acme"]}


TIMES: list[dict[str, Any]] = [{"last_days": 90}, {"between": ["2026-03-01", "2026-05-31"]}]


def sentences() -> Iterator[str]:
    """A line a question, and more where it can stand under "not", of a time or with a value to leave at."""
    for dimension in SHIPPED:
        for operator in operators_of(dimension):
            condition = _condition(dimension, operator)
            yield rule_text(parse_rule(condition))
            if operator.operand is Operand.NOTHING:
                yield rule_text(parse_rule({"not": condition}))
            if operator.takes_within:
                yield from (rule_text(parse_rule({**condition, "within": within})) for within in TIMES)
            if operator.takes_leave and dimension.key in {"share_routine", "founded", "bought_product"}:
                yield rule_text(parse_rule({**condition, "leave": _leave(dimension, operator)}))


def _condition(dimension: Dimension, operator: Operator) -> dict[str, Any]:
    value = _value(dimension, operator)
    items = ITEMS.get(dimension.subject)
    return {
        "dimension": dimension.key,
        "is": operator.key,
        **({} if value is None else {"value": value}),
        **({"items": items} if items else {}),
    }


def _value(dimension: Dimension, operator: Operator) -> Any:
    keys = list(dimension.choices)
    values = {
        Operand.NOTHING: None,
        Operand.NUMBER: _sizes(dimension)[0],
        Operand.NUMBERS: list(_sizes(dimension)),
        Operand.AMOUNT: "5000",
        Operand.AMOUNTS: ["5000", "7500.50"],
        Operand.DAY: "2026-02-01",
        Operand.DAYS: ["2026-02-01", "2026-03-31"],
        Operand.SPAN: 30,
        Operand.COUNT: 3,
        Operand.CHOICES: keys[:2] if operator.key in {"all_of", "none_of"} else keys[:1],
        Operand.TEXTS: ["DK", "SE"] if operator.key == "one_of" else ["DK"],
    }
    return values[operator.operand]


def _sizes(dimension: Dimension) -> tuple[float, float]:
    if dimension.is_year:
        return 1998, 2005
    return (0.4, 0.6) if dimension.most == 1 else (1, 55)


def _leave(dimension: Dimension, operator: Operator) -> Any:
    if operator.operand is Operand.NUMBERS:
        return [1990, 2010] if dimension.is_year else [0.3, 0.7]
    if operator.operand is Operand.COUNT:
        return 1
    if operator.operand is Operand.AMOUNT:
        return "4000"
    below = operator.key in {"at_least", "more_than"}
    return (1990 if below else 2010) if dimension.is_year else (0.3 if below else 0.5)
