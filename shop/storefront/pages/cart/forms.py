"""Quantities come in as fields named quantity_<product pk>, any number of them: see components/quantity.html."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.http import QueryDict

PREFIX = "quantity_"
MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class EnteredQuantities:
    """Quantities by product pk as somebody typed them; `wrong` holds what is not a whole number."""

    quantities: Mapping[int, int] = field(default_factory=dict)
    wrong: Mapping[int, str] = field(default_factory=dict)


def read_quantities(data: QueryDict) -> EnteredQuantities:
    """What was entered; empty boxes and zeros are left out, and so is all beyond the most lines of a cart."""
    quantities: dict[int, int] = {}
    wrong: dict[int, str] = {}
    for name in list(data)[: settings.SHOP_MAX_CART_LINES + 50]:
        product_id = name.removeprefix(PREFIX)
        entered = str(data[name]).strip()
        if not name.startswith(PREFIX) or (pk := read_number(product_id)) is None or not entered:
            continue
        quantity = read_number(entered)
        if quantity is None:
            wrong[pk] = entered
        elif quantity:
            quantities[pk] = quantity
    return EnteredQuantities(quantities, wrong)


def read_number(text: str) -> int | None:
    """The whole number somebody typed, 0 included; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
