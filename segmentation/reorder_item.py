"""One item of a reorder list, as it is stored and as a host reads it. Needs neither pandas nor a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from segmentation.contracts import Reason

PIECE = 1000
"""Quantities are stored in thousandths."""

ITEM_COLUMNS: Mapping[str, str] = {
    "sku": "sku",
    "quantity": "quantity",
    "usual": "usual_quantity",
    "times": "times_bought",
    "last": "last_bought",
    "interval": "usual_interval",
    "repeat": "repeat_rate",
    "reason": "reason_code",
}
"""What is stored of a list -> the column of `rank_reorders`; the repeat rate in whole per cent."""


class Due(StrEnum):
    """Where an item stands in a company's usual interval."""

    DUE = "due"
    EARLY = "early"
    NEITHER = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderSuggestion:
    """An item that a company is likely to order again."""

    sku: str
    rank: int
    quantity: Decimal
    """What to put into the cart: the median of the latest three purchases, in whole packs."""
    times_bought: int
    last_bought: date | None
    usual_interval: int
    """Days between two purchases."""
    due: Due
    reason: Reason
    """A code and its facts; `text` says them in the reader's language."""
    text: str = field(default="", compare=False)


def due_on(day: date, *, last_bought: date | None, usual_interval: int) -> Due:
    """Due from the usual interval on, early within its first half; as of a day, so it needs no new list to change."""
    if last_bought is None:
        return Due.NEITHER
    age = (day - last_bought).days
    if age >= usual_interval:
        return Due.DUE
    return Due.EARLY if 2 * age < usual_interval else Due.NEITHER
