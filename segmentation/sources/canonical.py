"""A raw frame of order lines -> the canonical frame, and what was left out on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
from django.utils.translation import gettext as _
from pandas.api.types import union_categoricals

from segmentation.contracts import ORDER_COLUMNS
from segmentation.sources.columns import ColumnMap
from segmentation.sources.parsing import ColumnReader

Bools = npt.NDArray[np.bool_]

UTC = ZoneInfo("UTC")
THOUSANDTHS = 1000
LARGEST_QUANTITY = 3_000_000
LARGEST_VALUE = 10**13
"""In whole units and in minor units; beyond, whole-number arithmetic could overflow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRules:
    """How a shop tells lines that count from those that do not."""

    time_zone: ZoneInfo = UTC
    minor_digits: int = 2
    """Decimals of the currency."""
    dropped_states: frozenset[str] = frozenset({"cancelled", "canceled", "draft", "test", "sample"})
    other_skus: frozenset[str] = frozenset(
        {"SHIPPING", "POSTAGE", "POST", "DOT", "FREIGHT", "HANDLING", "FEE", "BANK CHARGES", "DISCOUNT", "ADJUST"}
    )
    """SKUs that are no products; heeded where the source does not say so itself."""
    all_returns: bool = False
    """Every line is something sent back, whatever its sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalOrders:
    """The lines that count, whoever was named on any line, and how many lines were dropped for which reason."""

    frame: pd.DataFrame
    customers: Sequence[str]
    dropped: Mapping[str, int]


def to_canonical(
    raw: pd.DataFrame, columns: ColumnMap, *, rules: LineRules | None = None, first_line: int | None = None
) -> CanonicalOrders:
    """Canonical lines; raises SourceError for the first value that is not what its column promises."""
    rules = rules or LineRules()
    reader = ColumnReader(raw, first_line)
    customer, sku = reader.texts(columns.customer), reader.texts(columns.sku).str.upper()
    day = reader.days(columns.ordered_at, time_zone=rules.time_zone)
    quantity, value = _amounts(reader, columns, rules)
    drop = _Drop(len(raw))
    drop.because("no_customer", (customer == "").to_numpy(dtype=np.bool_))
    drop.because("no_sku", (sku == "").to_numpy(dtype=np.bool_))
    if columns.state:
        state = reader.texts(columns.state).str.lower()
        drop.because("state", state.isin(rules.dropped_states).to_numpy(dtype=np.bool_))
    if columns.is_adjustment:
        drop.because("adjustment", reader.flags(columns.is_adjustment))
    drop.because(
        "not_a_product",
        ~reader.flags(columns.is_product)
        if columns.is_product
        else sku.isin(rules.other_skus).to_numpy(dtype=np.bool_),
    )
    drop.because("no_quantity", quantity == 0)
    if columns.is_cancellation:
        cancelled = reader.flags(columns.is_cancellation)
        drop.because("write_off", (quantity < 0) & ~cancelled)
        drop.because("cancelled", (quantity > 0) & cancelled)
    drop.because("no_price", (value == 0) | ((value < 0) != (quantity < 0)))
    _refuse_mixed_currencies(reader, columns, drop.kept)
    if rules.all_returns:
        quantity, value = -np.abs(quantity), -np.abs(value)
    frame = pd.DataFrame(
        {
            "customer_key": customer,
            "day": day,
            "sku": sku,
            "category": reader.texts(columns.category) if columns.category else "",
            "quantity": quantity,
            "value": value,
        }
    )
    frame = frame[drop.kept].reset_index(drop=True).astype(dict(ORDER_COLUMNS))
    named = [key for key in customer.unique() if key]
    return CanonicalOrders(frame=frame, customers=named, dropped=drop.counts)


def join_frames(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Canonical frames one after the other; each may number its texts in its own way."""
    joined = {
        name: union_categoricals([frame[name] for frame in frames])
        if kind == "category"
        else np.concatenate([frame[name].to_numpy() for frame in frames])
        for name, kind in ORDER_COLUMNS.items()
    }
    return pd.DataFrame(joined)


class _Drop:
    """Marks lines to leave out; a line counts for the first reason that holds."""

    def __init__(self, lines: int) -> None:
        self.kept: Bools = np.ones(lines, dtype=np.bool_)
        self.counts: dict[str, int] = {}

    def because(self, reason: str, lines: Bools) -> None:
        found = int((self.kept & lines).sum())
        if found:
            self.counts[reason] = found
        self.kept &= ~lines


def _amounts(
    reader: ColumnReader, columns: ColumnMap, rules: LineRules
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Quantities in thousandths and net values in minor units."""
    quantity = reader.numbers(columns.quantity)
    _refuse_huge(reader, columns.quantity, np.abs(quantity) > LARGEST_QUANTITY)
    if columns.line_total:
        value = reader.numbers(columns.line_total)
    else:
        value = quantity * reader.numbers(columns.unit_price, blank=0.0)
        if columns.discount:
            discount = reader.numbers(columns.discount, blank=0.0)
            wrong = np.flatnonzero((discount < 0) | (discount > 1))
            if len(wrong):
                found = _("found %(value)s.") % {"value": discount[wrong[0]]}
                reader.refuse(columns.discount, int(wrong[0]), found, _("a share between 0 and 1"))
            value *= 1 - discount
    minor = np.rint(value * 10**rules.minor_digits)
    _refuse_huge(reader, columns.line_total or columns.unit_price, np.abs(minor) > LARGEST_VALUE)
    return np.rint(quantity * THOUSANDTHS).astype(np.int64), minor.astype(np.int64)


def _refuse_huge(reader: ColumnReader, column: str, huge: Bools) -> None:
    rows = np.flatnonzero(huge)
    if len(rows):
        reader.refuse(column, int(rows[0]), _("the number is far too large."), _("an amount of a single order line"))


def _refuse_mixed_currencies(reader: ColumnReader, columns: ColumnMap, kept: Bools) -> None:
    """Amounts can only be compared in one currency."""
    if not columns.currency:
        return
    currency = reader.texts(columns.currency).str.upper()
    named = np.flatnonzero(kept & (currency != "").to_numpy(dtype=np.bool_))
    if not len(named):
        return
    first = currency.iloc[named[0]]
    other = named[(currency.iloc[named] != first).to_numpy(dtype=np.bool_)]
    if len(other):
        reader.refuse(
            columns.currency,
            int(other[0]),
            _("the currency is %(other)s, but the lines before are in %(first)s.")
            % {"other": currency.iloc[other[0]], "first": first},
            _("one currency throughout; if the amounts are converted already, say so with %(option)s")
            % {"option": "--columns currency="},
        )
