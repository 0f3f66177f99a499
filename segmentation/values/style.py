"""How the numbers and days of a column are written, as far as the column itself shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


def style_of_numbers(texts: Iterable[str]) -> Style:
    """Which mark stands before decimals, where every number of the column that shows it says the same."""
    marks = {mark for text in texts if (mark := _decimal_mark(text.translate(BLANKS)))}
    return Style(decimal_mark=marks.pop()) if len(marks) == 1 else UNSAID


def style_of_days(texts: Iterable[str]) -> Style:
    """Whether 01/02/2024 is in February, where every day of the column that shows it says the same."""
    found = {shown for text in texts if (shown := _day_first(text)) is not None}
    return Style(day_first=found.pop()) if len(found) == 1 else UNSAID


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
