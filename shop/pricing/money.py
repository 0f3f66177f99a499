from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency
from django.conf import settings

CENT = Decimal("0.01")

_LETTER_BEFORE_DIGIT = re.compile(r"(?<=[A-Za-z])(?=\d)")


def round_money(amount: Decimal) -> Decimal:
    """The amount to two decimals, half a cent up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def format_money(amount: Decimal, language: str) -> str:
    """The amount in the shop's currency, written as readers of this language expect."""
    written = format_currency(amount, settings.SHOP_CURRENCY, locale=_locale(language))
    return _LETTER_BEFORE_DIGIT.sub("\N{NO-BREAK SPACE}", written)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(settings.LANGUAGE_CODE, sep="-")
