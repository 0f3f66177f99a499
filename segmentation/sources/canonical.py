"""Order lines whose columns are read -> the canonical frame, and what was left out on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from segmentation.contracts import ORDER_COLUMNS, TERMS, Terms
from segmentation.sources.texts import Bools, Texts

Ints = npt.NDArray[np.int64]

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
    negotiated: frozenset[str] = frozenset({"1", "negotiated", "negotiation", "quoted", "quote", "rfq", "tender"})
    standing: frozenset[str] = frozenset({"2", "standing", "standing order", "subscription", "auto-reorder"})
    """Words in the column of terms, in small letters; any other says nothing."""

    def terms_of(self, word: str) -> Terms:
        """On which terms a line was bought, by the word that its source has for it."""
        plain = word.strip().lower().replace("_", " ")
        if plain in self.negotiated:
            return Terms.NEGOTIATED
        return Terms.STANDING if plain in self.standing else Terms.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLines:
    """The columns of order lines as they were read; None where the source has no such column."""

    customer: Texts
    sku: Texts
    category: Texts | None
    day: npt.NDArray[np.int32]
    quantity: Ints
    """Thousandths."""
    value: Ints
    """Minor units."""
    state: Texts | None = None
    currency: Texts | None = None
    terms: Texts | None = None
    flags: Mapping[str, Bools] = field(default_factory=dict)
    """is_cancellation, is_adjustment, is_product: those that the source has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalOrders:
    """The lines that count, whoever was named on any line, and how many lines were dropped for which reason."""

    frame: pd.DataFrame
    customers: Sequence[str]
    dropped: Mapping[str, int]


RefuseCurrency = Callable[[int, str, str], None]
"""Called with a row, its currency and that of the lines before; raises."""


def choose_lines(lines: ReadLines, rules: LineRules, *, refuse_currency: RefuseCurrency) -> CanonicalOrders:
    """The canonical frame of the lines that are a sale or a return."""
    sku = lines.sku.changed(str.upper)
    drop = _Drop(len(lines.day))
    drop.because("no_customer", lines.customer.where(lambda key: not key.strip()))
    drop.because("no_sku", sku.where(lambda name: not name))
    if lines.state is not None:
        drop.because("state", lines.state.where(lambda state: state.lower() in rules.dropped_states))
    if (adjustment := lines.flags.get("is_adjustment")) is not None:
        drop.because("adjustment", adjustment)
    product = lines.flags.get("is_product")
    drop.because("not_a_product", sku.where(rules.other_skus.__contains__) if product is None else ~product)
    drop.because("no_quantity", lines.quantity == 0)
    if (cancelled := lines.flags.get("is_cancellation")) is not None:
        drop.because("write_off", (lines.quantity < 0) & ~cancelled)
        drop.because("cancelled", (lines.quantity > 0) & cancelled)
    drop.because("no_price", (lines.value == 0) | ((lines.value < 0) != (lines.quantity < 0)))
    if lines.currency is not None:
        _find_other_currency(lines.currency, drop.kept, refuse_currency)
    kept = np.flatnonzero(drop.kept)
    quantity, value = lines.quantity[kept], lines.value[kept]
    if rules.all_returns:
        quantity, value = -np.abs(quantity), -np.abs(value)
    columns: dict[str, object] = {
        "customer_key": lines.customer.take(kept),
        "day": lines.day[kept],
        "sku": sku.take(kept),
        "category": (lines.category or Texts.same("", len(lines.day))).take(kept),
        "quantity": quantity,
        "value": value,
    }
    if lines.terms is not None:
        by_name = np.asarray([rules.terms_of(word) for word in lines.terms.names], dtype=np.int8)
        columns[TERMS] = by_name[lines.terms.codes[kept]]
    named = [key for key in lines.customer.names if key.strip()]
    return CanonicalOrders(frame=pd.DataFrame(columns), customers=named, dropped=drop.counts)


def join_frames(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Canonical frames one after the other; each may number its texts in its own way, and may know no terms."""
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    joined = {
        name: union_categoricals([frame[name] for frame in frames])
        if kind == "category"
        else np.concatenate([frame[name].to_numpy() for frame in frames])
        for name, kind in ORDER_COLUMNS.items()
    }
    if any(TERMS in frame for frame in frames):
        unknown = [np.full(len(frame), Terms.UNKNOWN, dtype=np.int8) for frame in frames]
        joined[TERMS] = np.concatenate(
            [frame[TERMS].to_numpy() if TERMS in frame else none for frame, none in zip(frames, unknown, strict=True)]
        )
    return pd.DataFrame(joined)


class _Drop:
    """Marks lines to leave out; a line counts for the first reason that holds."""

    def __init__(self, lines: int) -> None:
        self.kept: Bools = np.ones(lines, dtype=np.bool_)
        self.counts: dict[str, int] = {}

    def because(self, reason: str, lines: Bools) -> None:
        found = int(np.count_nonzero(self.kept & lines))
        if found:
            self.counts[reason] = found
            self.kept &= ~lines


def _find_other_currency(currency: Texts, kept: Bools, refuse: RefuseCurrency) -> None:
    """Amounts can only be compared in one currency."""
    currency = currency.changed(str.upper)
    named = np.flatnonzero(kept & currency.where(bool))
    other = named[currency.codes[named] != currency.codes[named[0]]] if len(named) else named
    if len(other):
        refuse(int(other[0]), currency.names[currency.codes[other[0]]], currency.names[currency.codes[named[0]]])
