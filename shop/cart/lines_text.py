"""Pasted lines of item numbers and quantities, read without looking anything up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shop.catalogue.quantities import Problem

SEPARATORS = ("\t", ";", ",")
LONGEST_QUANTITY = 9
LONGEST_TEXT = 200_000
"""Characters; a thousand lines come to a tenth of that."""
ITEM_HEADINGS = frozenset(
    {"sku", "item", "item number", "itemnumber", "item no", "item no.", "varenummer", "varenr", "varenr."}
)
_NUMBER_WITH_DECIMALS = re.compile(r"^\S+\s+\d+,\d+$", re.ASCII)


@dataclass(frozen=True, slots=True)
class EnteredLine:
    """One line as somebody entered it: where, what was understood, and what was not."""

    line_no: int
    sku: str
    quantity: int | None
    problem: Problem | None
    raw: str
    unit: str = ""


def parse_lines(text: str) -> list[EnteredLine]:
    """The lines of a pasted text, each `item number, quantity, unit` with tab, semicolon, comma or space between.

    The separator is found anew in each line. An item number alone means one. Empty lines, and a heading at the top,
    are left out but count as lines.
    """
    lines = text.removeprefix("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    entered = [_parse(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if entered and entered[0].sku.casefold() in ITEM_HEADINGS and not any(map(str.isdigit, entered[0].raw)):
        del entered[0]
    return entered


def _parse(line_no: int, raw: str) -> EnteredLine:
    sku, quantity_text, unit, *_others = [*_fields(raw), "", ""]
    quantity, problem = _quantity(quantity_text)
    if not sku:
        problem = Problem("no_item_number", _("The item number is missing."))
    return EnteredLine(line_no=line_no, sku=sku, quantity=quantity, problem=problem, raw=raw.strip(), unit=unit)


def _fields(line: str) -> list[str]:
    separator = next((mark for mark in SEPARATORS if mark in line), None)
    if separator and not _NUMBER_WITH_DECIMALS.match(line.strip()):
        return [field.strip().strip('"').strip() for field in line.split(separator)]
    sku, *rest = line.split()
    if any(map(str.isdigit, "".join(rest[1:]))):  # "1 000" is not 1
        return [sku, " ".join(rest)]
    return [sku, *rest[:1], " ".join(rest[1:])]


def _quantity(text: str) -> tuple[int | None, Problem | None]:
    if not text:
        return 1, None
    if not (text.isascii() and text.isdigit()) or not text.strip("0"):
        return None, Problem("not_positive", _("“%(text)s” is not a whole number of 1 or more.") % {"text": text[:40]})
    if len(text) > LONGEST_QUANTITY:
        return None, Problem("too_many", _("That is more than can be ordered at a time."))
    return int(text), None
