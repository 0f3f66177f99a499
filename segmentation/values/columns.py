"""Whole columns of values: from texts, and into what is stored. Every different value is worked through once."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.dimension import Dimension, Kind
from segmentation.values.bounds import check_bounds
from segmentation.values.parse import check_amount, check_text, choice_keys, parse_choices, parse_text
from segmentation.values.problems import UnfitValueError
from segmentation.values.stored import BAR, join_choices, stored_of
from segmentation.values.style import Style, agreed, day_orders, decimal_marks

Objects = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Values as they are stored, None where nothing is said, and what is wrong with some, by position."""

    stored: Objects
    problems: Mapping[int, str]


def signs_of_style(dimension: Dimension, texts: pd.Series) -> set[Any]:
    """What a column of texts shows of how its numbers or days are written; nothing for other kinds."""
    different = (str(text).strip() for text in texts.dropna().unique())
    match dimension.kind:
        case Kind.NUMBER | Kind.MONEY:
            return set(decimal_marks(different))
        case Kind.DATE:
            return set(day_orders(different))
    return set()


def style_from(dimension: Dimension, signs: Collection[Any]) -> Style:
    """How the column is written, by all its signs."""
    return agreed(orders=signs) if dimension.kind is Kind.DATE else agreed(marks=signs)


def parse_column(dimension: Dimension, texts: pd.Series, style: Style) -> Column:
    """A column of texts; a blank or missing one says nothing."""
    if dimension.kind is Kind.CHOICE:
        known = choice_keys(dimension)

        def parse(text: Any) -> Any:
            return known.get(text.strip().casefold()) or parse_text(dimension, text, style)
    elif dimension.kind is Kind.CHOICES:
        known = choice_keys(dimension)

        def parse(text: Any) -> Any:
            return stored_of(dimension, parse_choices(dimension, text.strip(), known) if text.strip() else None)
    else:

        def parse(text: Any) -> Any:
            return stored_of(dimension, parse_text(dimension, text, style))

    codes, different = pd.factorize(texts)
    return _spread(codes, np.asarray(different, dtype=np.object_), parse)


def stored_column(dimension: Dimension, values: pd.Series) -> Column:
    """A column of values as `value_of` gives them, or as a derivation does; what is NA says nothing.

    Several choices may come as any collection of keys, or as text between bars.
    """
    objects = values.astype("object").to_numpy(dtype=np.object_)
    if dimension.kind is Kind.CHOICES:
        objects = np.array([_as_choices(one) for one in objects], dtype=np.object_)
    codes, different = pd.factorize(objects)
    return _spread(codes, np.asarray(different, dtype=np.object_), _CHECKS[dimension.kind](dimension))


def _spread(codes: npt.NDArray[np.integer], different: Objects, change: Callable[[Any], Any]) -> Column:
    results: list[Any] = []
    wrong: dict[int, str] = {}
    for code, value in enumerate(different):
        try:
            results.append(change(value))
        except UnfitValueError as problem:
            results.append(None)
            wrong[code] = str(problem)
    stored = np.empty(len(results) + 1, dtype=np.object_)
    stored[:-1] = results
    at_fault = np.flatnonzero(np.isin(codes, list(wrong))) if wrong else ()
    return Column(stored=stored[codes], problems={int(row): wrong[int(codes[row])] for row in at_fault})


def _as_choices(value: Any) -> Any:
    if isinstance(value, str) or value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return value
    return join_choices(value)


def _number(dimension: Dimension) -> Callable[[Any], Any]:
    def check(value: Any) -> float:
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number):
            raise _unfit(value, _("a number"))
        check_bounds(dimension, number)
        return number

    return check


def _amount(dimension: Dimension) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | Decimal | np.number):
            raise _unfit(value, _("an amount"))
        if isinstance(value, float | np.floating):
            if not math.isfinite(value):
                raise _unfit(value, _("an amount"))
            # It was worked out and not stated, so it is rounded; what was stated is kept exactly or refused.
            amount = round(Decimal(repr(float(value))), conf.get("MINOR_DIGITS"))
        else:
            amount = value if isinstance(value, Decimal) else Decimal(int(value))
        check_bounds(dimension, amount)
        return stored_of(dimension, check_amount(amount))

    return check


def _day(_dimension: Dimension) -> Callable[[Any], Any]:
    def check(value: Any) -> date:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        raise _unfit(value, _("a day"))

    return check


def _truth(_dimension: Dimension) -> Callable[[Any], Any]:
    def check(value: Any) -> bool:
        if value not in (True, False):
            raise _unfit(value, _("yes or no"))
        return bool(value)

    return check


def _choice(dimension: Dimension) -> Callable[[Any], Any]:
    def check(value: Any) -> str:
        if value not in dimension.choices:
            raise _unfit(value, _("one of the choices"))
        return str(value)

    return check


def _choices(dimension: Dimension) -> Callable[[Any], Any]:
    def check(value: Any) -> str:
        keys = set(filter(None, str(value).split(BAR)))
        if not str(value).startswith(BAR) or keys - set(dimension.choices):
            raise _unfit(value, _("some of the choices"))
        return join_choices(keys)

    return check


def _text(dimension: Dimension) -> Callable[[Any], Any]:
    # An empty text says nothing, as it does in a file.
    return lambda value: check_text(dimension, str(value)) or None


_CHECKS: Mapping[Kind, Callable[[Dimension], Callable[[Any], Any]]] = {
    Kind.NUMBER: _number,
    Kind.MONEY: _amount,
    Kind.DATE: _day,
    Kind.YES_NO: _truth,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.TEXT: _text,
}


def _unfit(value: Any, expected: str) -> UnfitValueError:
    return UnfitValueError(_("“%(value)s” is not %(expected)s.") % {"value": str(value)[:40], "expected": expected})
