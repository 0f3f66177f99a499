"""Values as JSON has them, strictly: no guessing at what a text may have meant, as with files that people wrote."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from segmentation.dimension import Dimension, Kind
from segmentation.values.bounds import check_bounds
from segmentation.values.parse import check_amount, check_text
from segmentation.values.problems import UnfitValueError

LONGEST_AMOUNT = 40


def read_value(dimension: Dimension, raw: Any) -> Any:
    """The value as it is stored through the services; raises UnfitValueError in words. None says: not known."""
    return None if raw is None else _READ[dimension.kind](dimension, raw)


def _number(dimension: Dimension, raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or abs(raw) > 1e300 or not math.isfinite(raw):
        raise UnfitValueError(_("A number is needed here."))
    check_bounds(dimension, raw)
    return float(raw)


def _amount(dimension: Dimension, raw: Any) -> Decimal:
    text = str(raw)
    try:
        if isinstance(raw, bool) or not isinstance(raw, int | float | str) or len(text) > LONGEST_AMOUNT:
            raise ValueError
        amount = Decimal(text)
        if not amount.is_finite():
            raise ValueError
    except (ValueError, ArithmeticError):
        raise UnfitValueError(_("An amount in whole units is needed here, such as “1250.50”.")) from None
    check_bounds(dimension, amount)
    return check_amount(amount)


def _day(_dimension: Dimension, raw: Any) -> date:
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        raise UnfitValueError(_("A day is needed here, such as “2026-06-01”.")) from None


def _truth(_dimension: Dimension, raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise UnfitValueError(_("True or false is needed here."))
    return raw


def _choice(dimension: Dimension, raw: Any) -> str:
    if not isinstance(raw, str) or raw not in dimension.choices:
        raise UnfitValueError(_("One of these is needed here: %(keys)s.") % {"keys": ", ".join(dimension.choices)})
    return raw


def _choices(dimension: Dimension, raw: Any) -> frozenset[str]:
    if not isinstance(raw, list):
        raise UnfitValueError(
            _("A list is needed here, of any of these: %(keys)s.") % {"keys": ", ".join(dimension.choices)}
        )
    return frozenset(_choice(dimension, one) for one in raw)


def _text(dimension: Dimension, raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise UnfitValueError(_("A text is needed here."))
    return check_text(dimension, raw)


_READ: Mapping[Kind, Callable[[Dimension, Any], Any]] = {
    Kind.NUMBER: _number,
    Kind.MONEY: _amount,
    Kind.DATE: _day,
    Kind.YES_NO: _truth,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.TEXT: _text,
}
