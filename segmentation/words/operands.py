"""Values of dimensions in words: what a rule asks for, and what a company has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.dimension import Dimension, Kind
from segmentation.values.names import names_of
from segmentation.values.percent import percent_text
from segmentation.words.value import NBSP

SHOWN = 3
"""Of a longer list; the rest is counted."""
DECIMALS = 4
ROUGHLY = 10
"""What is worked out is told to a tenth from here on."""
DEGREES = "°"
"""The one unit that is written without a blank before it."""


def value_text(dimension: Dimension, value: Any) -> str:
    """A company's own value, as its column keeps it."""
    if value is None or (value == "" and dimension.kind is not Kind.CHOICES):
        return _("Not known")
    text = _TEXTS.get(dimension.kind)
    return text(value, dimension) if text else choice_text(dimension, value)


def choice_text(dimension: Dimension, key: str) -> str:
    """The label of a choice, the name of a text that has one; the key itself where nobody has it any more."""
    return str(dimension.choices.get(key) or names_of(dimension).get(key, key))


def number_text(value: float | Decimal, dimension: Dimension) -> str:
    """A number with what it counts; a share as a percentage."""
    exact = round(Decimal(repr(value) if isinstance(value, float) else value), DECIMALS)
    if dimension.is_share:
        return percent_text(exact)
    number = _plain_number(exact, is_year=dimension.is_year)
    unit = dimension.unit_of_one if dimension.unit_of_one and exact == 1 else dimension.unit
    if not unit:
        return number
    return f"{number}{unit}" if unit == DEGREES else f"{number}{NBSP}{unit}"


def amount_text(amount: Decimal, dimension: Dimension) -> str:
    """An amount in its currency, exactly; decimals only where there are some."""
    currency = dimension.unit or conf.get("CURRENCY")
    whole = amount == amount.to_integral_value()
    number = formats.number_format(
        amount, decimal_pos=0 if whole else int(conf.get("MINOR_DIGITS")), force_grouping=True
    )
    if not currency:
        return number
    text: str = _("%(currency)s %(amount)s") % {"currency": currency, "amount": number}
    return text.replace(" ", NBSP)


def day_text(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def choices_text(stored: str, dimension: Dimension) -> str:
    """Several choices, as they are kept between bars."""
    return list_text([choice_text(dimension, key) for key in stored.split("|") if key]) or _("None")


def list_text(texts: Sequence[str]) -> str:
    """A few one after the other; of more the first ones, and how many there are besides."""
    if len(texts) <= SHOWN + 1:
        return ", ".join(texts)
    more = formats.number_format(len(texts) - SHOWN, force_grouping=True)
    return _("%(some)s and %(more)s more") % {"some": ", ".join(texts[:SHOWN]), "more": more}


def _plain_number(number: Decimal, *, is_year: bool) -> str:
    digits = max(-int(number.normalize().as_tuple().exponent), 0)
    return formats.number_format(number, decimal_pos=digits, use_l10n=not is_year, force_grouping=not is_year)


def _own_number_text(value: float, dimension: Dimension) -> str:
    is_rough = dimension.method and not dimension.is_year and abs(value) >= ROUGHLY
    return number_text(round(value, 1) if is_rough else value, dimension)


def _kept_amount_text(minor: int, dimension: Dimension) -> str:
    return amount_text(Decimal(minor).scaleb(-int(conf.get("MINOR_DIGITS"))), dimension)


_TEXTS: Mapping[Kind, Callable[[Any, Dimension], str]] = {
    Kind.NUMBER: _own_number_text,
    Kind.MONEY: _kept_amount_text,
    Kind.DATE: lambda value, _dimension: day_text(value),
    Kind.YES_NO: lambda value, _dimension: _("Yes") if value else _("No"),
    Kind.CHOICES: choices_text,
}
