"""Reading what was filled in beside an operator. What does not fit is refused in words that say what does."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation import conf
from segmentation.dimension import Dimension, normalise_code
from segmentation.models.attributes import TEXT_LENGTH
from segmentation.rules.operators import Operand
from segmentation.rules.problems import WrongPartError
from segmentation.rules.tree import Value
from segmentation.values.bounds import bounds_text, check_bounds, check_pattern
from segmentation.values.problems import UnfitValueError

MOST_VALUES = 5_000
MOST_SEARCHED = 100
"""Texts that are looked for anywhere in a text: every company's text is read for each."""
LARGEST = 10**15
MOST_DAYS = 36_500
SHOWN = 3
OF_PARTS = frozenset({"starts_with", "contains"})
"""What is asked of a part of a text, which looks like nothing in particular."""
SIZES = frozenset({Operand.NUMBER, Operand.NUMBERS, Operand.AMOUNT, Operand.AMOUNTS})

One = TypeVar("One", int, float, Decimal, date)


def read_operand(operand: Operand, raw: Any, *, dimension: Dimension, operator: str) -> Value:
    """The operand as the tree keeps it; raises WrongPartError."""
    if operand is Operand.CHOICES:
        return _known_choices(read_texts(raw), dimension)
    if operand is Operand.TEXTS:
        most = MOST_SEARCHED if operator == "contains" else MOST_VALUES
        texts = read_texts(raw, is_code=dimension.is_code, most=most)
        return texts if operator in OF_PARTS else _fitting(texts, dimension)
    value = _READERS[operand](raw)
    if operand in SIZES:
        sizes: Any = value if isinstance(value, tuple) else (value,)
        _check(check_bounds, dimension, sizes)
        end = {"more_than": dimension.most, "less_than": dimension.least}.get(operator)
        if end is not None and value == end:
            facts = {"label": dimension.label, "bounds": bounds_text(dimension)}
            raise WrongPartError(_("Nobody can be found by this: “%(label)s” goes %(bounds)s.") % facts)
    return value


def read_texts(raw: Any, *, is_code: bool = False, most: int = MOST_VALUES) -> tuple[str, ...]:
    """A list of texts without blanks around them, empty ones and doubles."""
    if not isinstance(raw, list):
        raise WrongPartError(_("A list of values is needed here."))
    texts = dict.fromkeys(filter(None, (_text(one, is_code=is_code) for one in raw)))
    if not texts:
        raise WrongPartError(_("Add at least one value."))
    if len(texts) > most:
        text = ngettext(
            "%(n)d value is too many: at most %(most)d.", "%(n)d values are too many: at most %(most)d.", most
        )
        raise WrongPartError(text % {"n": len(texts), "most": most})
    return tuple(texts)


def read_number(raw: Any) -> int | float:
    """A number, also one typed as a text."""
    number = _decimal(raw)
    return int(number) if number == number.to_integral_value() else float(number)


def read_amount(raw: Any) -> Decimal:
    """An amount in whole units of its currency, with no more decimals than that has."""
    amount, digits = _decimal(raw), int(conf.get("MINOR_DIGITS"))
    if amount != round(amount, digits):
        text = ngettext("At most %(n)d decimal can be used here.", "At most %(n)d decimals can be used here.", digits)
        raise WrongPartError(text % {"n": digits} if digits else _("Only whole amounts can be used here."))
    return round(amount, digits)


def minor_units(amount: Decimal) -> int:
    """The amount as it is kept, exactly."""
    return int(amount.scaleb(int(conf.get("MINOR_DIGITS"))))


def _decimal(raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise WrongPartError(_("A number is needed here."))
    if isinstance(raw, str) and (not raw.strip().isascii() or len(raw) > 40 or "_" in raw):
        raise WrongPartError(_("“%(value)s” is not a number.") % {"value": raw[:40]})
    try:
        number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    except InvalidOperation as error:
        raise WrongPartError(_("“%(value)s” is not a number.") % {"value": raw}) from error
    if not number.is_finite():
        raise WrongPartError(_("“%(value)s” is not a number.") % {"value": raw})
    if number.copy_abs() > LARGEST:
        raise WrongPartError(_("This number is too large."))
    return number


def _day(raw: Any) -> date:
    try:
        if not isinstance(raw, str) or len(raw) != len("2024-01-31"):
            raise ValueError
        return date.fromisoformat(raw)
    except ValueError as error:
        raise WrongPartError(_("A day is needed here, as year-month-day: 2024-01-31.")) from error


def _span(raw: Any) -> int:
    return _whole(raw, least=0, most=MOST_DAYS)


def _count(raw: Any) -> int:
    return _whole(raw, least=1, most=LARGEST)


def _whole(raw: Any, *, least: int, most: int) -> int:
    number = read_number(raw)
    if not isinstance(number, int):
        raise WrongPartError(_("A whole number is needed here."))
    if not least <= number <= most:
        raise WrongPartError(
            _("A whole number from %(least)d to %(most)d is needed here.") % {"least": least, "most": most}
        )
    return number


def _two(read: Callable[[Any], One]) -> Callable[[Any], tuple[One, One]]:
    def read_two(raw: Any) -> tuple[One, One]:
        if not isinstance(raw, list) or len(raw) != 2:
            raise WrongPartError(_("Two values are needed here: from and to."))
        first, last = read(raw[0]), read(raw[1])
        if first > last:  # type: ignore[operator]
            raise WrongPartError(_("The first value is above the second: nothing lies between them."))
        return first, last

    return read_two


def _nothing(raw: Any) -> None:
    if raw is not None:
        raise WrongPartError(_("Nothing is to be filled in here."))


def _text(raw: Any, *, is_code: bool) -> str:
    if isinstance(raw, bool) or not isinstance(raw, (str, int)):
        raise WrongPartError(_("Only texts can be in this list."))
    text = normalise_code(str(raw)) if is_code else str(raw).strip()
    if any(map(_is_unreadable, text)):
        raise WrongPartError(_("“%(value)s” holds signs that cannot be read.") % {"value": _readable(text)})
    if len(text) > TEXT_LENGTH:
        raise WrongPartError(
            _("“%(value)s…” is too long: at most %(most)d signs.") % {"value": text[:40], "most": TEXT_LENGTH}
        )
    return text


def _fitting(texts: tuple[str, ...], dimension: Dimension) -> tuple[str, ...]:
    _check(check_pattern, dimension, texts)
    return texts


def _check(check: Callable[[Dimension, Any], None], dimension: Dimension, values: Sequence[Any]) -> None:
    try:
        for value in values:
            check(dimension, value)
    except UnfitValueError as error:
        raise WrongPartError(str(error)) from error


def _known_choices(keys: tuple[str, ...], dimension: Dimension) -> tuple[str, ...]:
    unknown = [key for key in keys if key not in dimension.choices]
    if unknown:
        text = ngettext("“%(keys)s” is no choice here.", "“%(keys)s” are no choices here.", len(unknown))
        shown = "”, “".join(unknown[:SHOWN]) + ("…" if len(unknown) > SHOWN else "")
        raise WrongPartError(text % {"keys": shown})
    return keys


def _readable(text: str) -> str:
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_unreadable(sign) else sign for sign in text[:40])


def _is_unreadable(sign: str) -> bool:
    """Control signs and halves of signs, which no database keeps."""
    return unicodedata.category(sign) in {"Cc", "Cs"}


_READERS: Mapping[Operand, Callable[[Any], Value]] = {
    Operand.NOTHING: _nothing,
    Operand.NUMBER: read_number,
    Operand.NUMBERS: _two(read_number),
    Operand.AMOUNT: read_amount,
    Operand.AMOUNTS: _two(read_amount),
    Operand.DAY: _day,
    Operand.DAYS: _two(_day),
    Operand.SPAN: _span,
    Operand.COUNT: _count,
}
