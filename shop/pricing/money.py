from __future__ import annotations

import re
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency
from django.conf import settings

_LETTER_BEFORE_DIGIT = re.compile(r"(?<=[A-Za-z])(?=\d)")


def format_money(amount: Decimal, language: str) -> str:
    """The amount in the shop's currency, written as readers of this language expect."""
    written = format_currency(amount, settings.SHOP_CURRENCY, locale=_locale(language))
    return _LETTER_BEFORE_DIGIT.sub("\N{NO-BREAK SPACE}", written)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(settings.LANGUAGE_CODE, sep="-")
