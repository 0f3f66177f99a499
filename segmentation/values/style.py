"""How the numbers and days of a column are written, as far as the column itself shows it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

BLANKS = dict.fromkeys(map(ord, " \u00a0\u2009\u202f'\u2019"))
"""What people put between thousands, and no one means anything by."""
ONE_MARK = re.compile(r"[+-]?(\d*)([.,])(\d+)")
MANY_MARKS = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """None: the column does not say, and what could be read in two ways is refused."""

    decimal_mark: str | None = None
    day_first: bool | None = None


UNSAID = Style()


def decimal_marks(texts: Iterable[str]) -> set[str]:
    """Marks that stand before decimals in numbers that could not be read otherwise."""
    return {mark for text in texts if (mark := _decimal_mark(text.translate(BLANKS)))}


def day_orders(texts: Iterable[str]) -> set[bool]:
    """Whether the day comes first, in days that could not be read otherwise."""
    return {shown for text in texts if (shown := _day_first(text)) is not None}


def agreed(*, marks: Collection[str] = (), orders: Collection[bool] = ()) -> Style:
    """How a column is written, where all that show it say the same."""
    return Style(
        decimal_mark=next(iter(marks)) if len(marks) == 1 else None,
        day_first=next(iter(orders)) if len(orders) == 1 else None,
    )


def may_be_thousands(before: str, after: str) -> bool:
    """Whether a mark between these digits could stand between thousands."""
    return len(after) == 3 and 1 <= len(before) <= 3 and before[0] != "0"


def _decimal_mark(text: str) -> str | None:
    if found := MANY_MARKS.fullmatch(text):
        return "," if found[1] == "." else "."
    if found := ONE_MARK.fullmatch(text):
        return None if may_be_thousands(found[1], found[3]) else found[2]
    if "." in text and "," in text:
        return max(".,", key=text.rfind)
    return None


def _day_first(text: str) -> bool | None:
    found = SLASHED.match(text)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    if first > 12:
        return True
    return False if second > 12 else None
