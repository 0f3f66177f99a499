"""One value of a dimension, from what a person or another system wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.dimension import Dimension, Kind, normalise_code
from segmentation.values.bounds import check_bounds, check_pattern
from segmentation.values.problems import UnfitValueError
from segmentation.values.style import BLANKS, MANY_MARKS, ONE_MARK, SLASHED, UNSAID, Style, may_be_thousands

YES = frozenset({"yes", "y", "true", "t", "1", "x", "ja", "oui", "si", "sí", "sim", "tak", "on"})
NO = frozenset({"no", "n", "false", "f", "0", "nej", "nei", "nein", "nee", "non", "não", "nie", "off"})
NONE_OF_THEM = frozenset({"-", "\u2013", "none"})
MOST_TEXT = 300
MOST_MINOR = 2**63 - 1
PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
AS_MACHINES_WRITE = re.compile(r"-?\d{1,20}(?:\.(?:\d{1,2}|\d{4,15}))?")
"""Numbers that read the same however a column is written, or all but those whose columns have a comma."""
ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def parse_text(dimension: Dimension, text: str, style: Style = UNSAID) -> Any:
    """The value that a text stands for; None for a blank one. UnfitValueError says what is wrong and expected."""
    text = text.strip()
    if not text:
        return None
    return _PARSERS[dimension.kind](dimension, text, style)


def check_amount(amount: Decimal) -> Decimal:
    """An amount that can be kept: as many decimals as the currency has, and not beyond all bounds."""
    digits = conf.get("MINOR_DIGITS")
    minor = amount.scaleb(digits)
    if minor != minor.to_integral_value():
        raise UnfitValueError(
            _("“%(value)s” has more decimals than the %(digits)d of an amount.") % {"value": amount, "digits": digits}
        )
    if abs(minor) > MOST_MINOR:
        raise UnfitValueError(_("“%(value)s” is too large an amount.") % {"value": amount})
    return amount


def check_text(dimension: Dimension, text: str) -> str:
    """A text that can be kept; a code without its dots and blanks."""
    kept = normalise_code(text) if dimension.is_code else text.strip()
    if len(kept) > MOST_TEXT:
        raise UnfitValueError(
            _("The text has %(length)d signs. At most %(most)d are kept.") % {"length": len(kept), "most": MOST_TEXT}
        )
    if CONTROL.search(kept):
        raise UnfitValueError(_("The text has a line break or a sign that cannot be shown."))
    if kept:
        check_pattern(dimension, kept)
    return kept


def choice_keys(dimension: Dimension) -> dict[str, str]:
    """What may be written for a choice, folded -> its key: the key, and its label in any of the shop's languages."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(label).strip().casefold(): key for key, label in dimension.choices.items()}
    return found | {key.casefold(): key for key in dimension.choices}


def _number(dimension: Dimension, text: str, style: Style) -> Decimal:
    if AS_MACHINES_WRITE.fullmatch(text) and style.decimal_mark != ",":
        return Decimal(text)
    bare = text.translate(BLANKS).replace("\u2212", "-")
    is_percentage = bare.endswith("%") and (dimension.is_share or str(dimension.unit) == "%")
    if is_percentage:
        bare = bare[:-1]
    if dimension.kind is Kind.MONEY:
        bare = _without_currency(dimension, bare)
    mark = style.decimal_mark
    found = ONE_MARK.fullmatch(bare)
    if found and mark is None and may_be_thousands(found[1], found[3]):
        joined, split = bare.replace(found[2], ""), bare.replace(",", ".")
        raise UnfitValueError(
            _("“%(value)s” may mean %(joined)s or %(split)s0: write it in one of these two ways.")
            % {"value": text, "joined": joined, "split": split}
        )
    if mark is None:
        mark = found[2] if found else max(".,", key=bare.rfind)
        if (many := MANY_MARKS.fullmatch(bare)) is not None:
            mark = "," if many[1] == "." else "."
    other = "," if mark == "." else "."
    whole, _dot, decimals = bare.partition(mark)
    if other in whole and not re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{other}\d{{3}})+", whole):
        raise _no_number(text)
    plain = whole.replace(other, "") + ("." + decimals if _dot else "")
    if not PLAIN_NUMBER.fullmatch(plain) or len(plain) > 40:
        raise _no_number(text)
    return Decimal(plain) / 100 if is_percentage and dimension.is_share else Decimal(plain)


def _bounded(dimension: Dimension, number: Decimal) -> Decimal:
    check_bounds(dimension, number)
    return number


def _without_currency(dimension: Dimension, text: str) -> str:
    currency = str(dimension.unit) or conf.get("CURRENCY")
    if currency and text.upper().startswith(currency.upper()):
        return text[len(currency) :]
    return text[: -len(currency)] if currency and text.upper().endswith(currency.upper()) else text


def _no_number(text: str) -> UnfitValueError:
    return UnfitValueError(_("“%(value)s” is not a number such as 12 or 12.50.") % {"value": text[:40]})


def _day(_dimension: Dimension, text: str, style: Style) -> date:
    if found := ISO_DAY.fullmatch(text):
        return _real_day(text, found[1])
    if found := DOTTED.fullmatch(text):
        return _real_day(text, f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}")
    found = SLASHED.fullmatch(text)
    if found is None:
        raise _no_day(text)
    first, second = int(found[1]), int(found[2])
    day_first = style.day_first
    if day_first is None and first <= 12 and second <= 12 and first != second:
        one, other = f"{found[3]}-{second:02}-{first:02}", f"{found[3]}-{first:02}-{second:02}"
        raise UnfitValueError(
            _("“%(value)s” may mean %(one)s or %(other)s: write it in one of these two ways.")
            % {"value": text, "one": one, "other": other}
        )
    if day_first is None:
        day_first = second <= 12
    day, month = (first, second) if day_first else (second, first)
    return _real_day(text, f"{found[3]}-{month:02}-{day:02}")


def _real_day(text: str, iso: str) -> date:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        raise _no_day(text) from None


def _no_day(text: str) -> UnfitValueError:
    return UnfitValueError(_("“%(value)s” is not a day such as 2024-01-31 or 31.01.2024.") % {"value": text[:40]})


def _truth(_dimension: Dimension, text: str, _style: Style) -> bool:
    word = text.casefold()
    if word in YES or word == _("yes").casefold():
        return True
    if word in NO or word == _("no").casefold():
        return False
    raise UnfitValueError(_("“%(value)s” is neither yes nor no.") % {"value": text[:40]})


def _choice(dimension: Dimension, text: str, _style: Style) -> str:
    key = choice_keys(dimension).get(text.casefold())
    if key is None:
        raise _no_choice(dimension, text)
    return key


def parse_choices(dimension: Dimension, text: str, known: Mapping[str, str]) -> frozenset[str]:
    """The keys that a text names, by what may be written for each."""
    if text.casefold() in NONE_OF_THEM and text.casefold() not in known:
        return frozenset()
    parts = [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]
    for part in parts:
        if part.casefold() not in known:
            raise _no_choice(dimension, part)
    return frozenset(known[part.casefold()] for part in parts)


def _no_choice(dimension: Dimension, text: str) -> UnfitValueError:
    shown = ", ".join(str(label) for label in list(dimension.choices.values())[:8])
    more = "" if len(dimension.choices) <= 8 else ", …"
    return UnfitValueError(
        _("“%(value)s” is none of the choices: %(choices)s.") % {"value": text[:40], "choices": shown + more}
    )


_PARSERS: Mapping[Kind, Callable[[Dimension, str, Style], Any]] = {
    Kind.NUMBER: lambda dimension, text, style: float(_bounded(dimension, _number(dimension, text, style))),
    Kind.MONEY: lambda dimension, text, style: check_amount(_bounded(dimension, _number(dimension, text, style))),
    Kind.DATE: _day,
    Kind.YES_NO: _truth,
    Kind.CHOICE: _choice,
    Kind.CHOICES: lambda dimension, text, _style: parse_choices(dimension, text, choice_keys(dimension)),
    Kind.TEXT: lambda dimension, text, _style: check_text(dimension, text) or None,
}
