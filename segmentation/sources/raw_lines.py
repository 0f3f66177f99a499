"""A frame of order lines as they were found -> the canonical frame."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from django.utils.translation import gettext as _

from segmentation.sources.canonical import (
    LARGEST_QUANTITY,
    LARGEST_VALUE,
    THOUSANDTHS,
    CanonicalOrders,
    Ints,
    LineRules,
    ReadLines,
    choose_lines,
)
from segmentation.sources.columns import ColumnMap
from segmentation.sources.parsing import ColumnReader
from segmentation.sources.texts import Bools

FLAGS = ("is_cancellation", "is_adjustment", "is_product")


def to_canonical(
    raw: pd.DataFrame,
    columns: ColumnMap,
    *,
    rules: LineRules | None = None,
    first_line: int | None = None,
    stored: bool = False,
) -> CanonicalOrders:
    """Canonical lines; raises SourceError for the first value that is not what its column promises.

    first_line  the file's line of the first row, for text files
    stored      the rows come from a database: a customer's key is taken as it is written, blanks and all, and an
                error says which orders and customers it is about, for such a row has no number
    """
    rules = rules or LineRules()
    reader = ColumnReader(raw, first_line, columns if stored else None)
    quantity, value = _amounts(reader, columns, rules)
    lines = ReadLines(
        customer=reader.texts(columns.customer, exact=stored),
        sku=reader.texts(columns.sku),
        category=reader.texts(columns.category) if columns.category else None,
        day=reader.days(columns.ordered_at, time_zone=rules.time_zone),
        quantity=quantity,
        value=value,
        state=reader.texts(columns.state) if columns.state else None,
        currency=reader.texts(columns.currency) if columns.currency else None,
        terms=reader.texts(columns.terms) if columns.terms else None,
        flags={flag: reader.flags(column) for flag in FLAGS if (column := getattr(columns, flag))},
    )

    def refuse_currency(row: int, other: str, first: str) -> None:
        reader.refuse(columns.currency, row, *other_currency(other, first))

    return choose_lines(lines, rules, refuse_currency=refuse_currency)


def other_currency(other: str, first: str) -> tuple[str, str]:
    """What is wrong with amounts in two currencies, and what was expected."""
    return (
        _("the currency is %(other)s, but the lines before are in %(first)s.") % {"other": other, "first": first},
        _("one currency throughout; if the amounts are converted already, say so with %(option)s")
        % {"option": "--columns currency="},
    )


def _amounts(reader: ColumnReader, columns: ColumnMap, rules: LineRules) -> tuple[Ints, Ints]:
    """Quantities in thousandths and net values in minor units."""
    quantity = reader.numbers(columns.quantity)
    _refuse_huge(reader, columns.quantity, np.abs(quantity) > LARGEST_QUANTITY)
    if columns.line_total:
        value = reader.numbers(columns.line_total)
    else:
        value = quantity * reader.numbers(columns.unit_price, blank=0.0)
        if columns.discount:
            discount = reader.numbers(columns.discount, blank=0.0)
            _refuse_no_share(reader, columns.discount, discount)
            value *= 1 - discount
    minor = np.rint(value * 10**rules.minor_digits)
    _refuse_huge(reader, columns.line_total or columns.unit_price, np.abs(minor) > LARGEST_VALUE)
    return np.rint(quantity * THOUSANDTHS).astype(np.int64), minor.astype(np.int64)


def _refuse_no_share(reader: ColumnReader, column: str, discount: npt.NDArray[np.float64]) -> None:
    wrong = np.flatnonzero((discount < 0) | (discount > 1))
    if len(wrong):
        found = _("found %(value)s.") % {"value": discount[wrong[0]]}
        reader.refuse(column, wrong, found, _("a share between 0 and 1"))


def _refuse_huge(reader: ColumnReader, column: str, huge: Bools) -> None:
    rows = np.flatnonzero(huge)
    if len(rows):
        reader.refuse(column, rows, _("the number is far too large."), _("an amount of a single order line"))
