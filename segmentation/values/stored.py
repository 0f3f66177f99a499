"""Values as columns keep them, and as they are read: amounts in minor units, choices between bars."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from segmentation import conf
from segmentation.dimension import Dimension, Kind

BAR = "|"


def value_of(dimension: Dimension, stored: Any) -> Any:
    """What a column holds, as it is shown and compared: Decimal for money, a frozenset for several choices."""
    if stored is None:
        return None
    match dimension.kind:
        case Kind.MONEY:
            return Decimal(stored).scaleb(-conf.get("MINOR_DIGITS"))
        case Kind.CHOICES:
            return frozenset(filter(None, stored.split(BAR)))
        case Kind.NUMBER:
            number = float(stored)
            return int(number) if number.is_integer() else number
    return stored


def stored_of(dimension: Dimension, value: Any) -> Any:
    """What a column keeps for a value as `value_of` gives it."""
    if value is None:
        return None
    match dimension.kind:
        case Kind.MONEY:
            return int(Decimal(value).scaleb(conf.get("MINOR_DIGITS")))
        case Kind.CHOICES:
            return join_choices(value)
        case Kind.NUMBER:
            return float(value)
    return value


def join_choices(keys: Iterable[str]) -> str:
    """Several choices as one text, in which each stands between two bars; a single bar for none of them."""
    return BAR.join(["", *sorted(set(keys)), ""])
