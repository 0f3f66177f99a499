"""Canonical order lines -> one netted row per company, item and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
import pandas as pd

from segmentation.analysis.arrays import Bools, Codes, Ints, pack, sort_order, starts_of, sum_runs
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.returns import net_returns, scale_value
from segmentation.contracts import ORDER_COLUMNS

EPOCH = date(1970, 1, 1)
NO_CATEGORY = 0
"""Code of the empty category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataQuality:
    """How many of the lines were usable. Adds up over shards."""

    lines_read: int = 0
    lines_after_as_of: int = 0
    lines_without_value: int = 0
    lines_without_category: int = 0
    lines_kept: int = 0
    """Rows per company, item and day that remain after netting."""
    returns_matched: int = 0
    returns_unmatched: int = 0
    """Returns per company, item and day of which a part found no earlier purchase."""

    def __add__(self, other: DataQuality) -> DataQuality:
        return DataQuality(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanLines:
    """Rows unique by (customer, sku, day) and sorted so; names are looked up by code."""

    customer: Codes
    sku: Codes
    category: Codes
    day: Codes
    quantity: Ints
    value: Ints
    customer_names: list[str]
    """Sorted; also of customers without a row."""
    sku_names: pd.Index
    category_names: list[str]
    """Sorted; the empty category is the first."""
    seen: Bools
    """Per customer, whether anything usable was read, be it a return."""

    @property
    def days(self) -> int:
        """An exclusive upper bound of `day`."""
        return int(self.day.max(initial=0)) + 1

    def take(self, rows: Ints) -> CleanLines:
        """Only these rows, in this order."""
        return replace(
            self,
            customer=self.customer[rows],
            sku=self.sku[rows],
            category=self.category[rows],
            day=self.day[rows],
            quantity=self.quantity[rows],
            value=self.value[rows],
        )


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def clean_lines(
    lines: pd.DataFrame, *, as_of: date, config: ClassifierConfig, customers: Sequence[str] = ()
) -> tuple[CleanLines, DataQuality]:
    """Purchases up to the day, net of returns, and what was left out on the way."""
    missing = [column for column in ORDER_COLUMNS if column not in lines.columns]
    if missing:
        raise ValueError(f"Order lines lack the columns {', '.join(missing)}.")
    encoded = _encode(lines, customers)
    in_time = encoded.day <= day_number(as_of)
    usable = (encoded.quantity < 0) | ((encoded.quantity > 0) & (encoded.value > 0))
    kept = in_time & usable
    quality = DataQuality(
        lines_read=len(lines),
        lines_after_as_of=int((~in_time).sum()),
        lines_without_value=int((in_time & ~usable).sum()),
        lines_without_category=int((kept & (encoded.category == NO_CATEGORY)).sum()),
    )
    encoded.seen[encoded.customer[kept]] = True
    is_return = kept & (encoded.quantity < 0)
    purchases = _one_row_per_day(encoded.take(np.flatnonzero(kept & ~is_return)))
    returns = _one_row_per_day(encoded.take(np.flatnonzero(is_return)))
    purchases, unmatched = _net(purchases, returns, config)
    if config.merge_window_days:
        purchases = _one_row_per_day(_merge_days(purchases, config.merge_window_days))
    quality += DataQuality(
        lines_kept=len(purchases.day),
        returns_matched=len(returns.day) - unmatched,
        returns_unmatched=unmatched,
    )
    return purchases, quality


def _encode(lines: pd.DataFrame, customers: Sequence[str]) -> CleanLines:
    customer, seen = _codes_and_texts(lines["customer_key"])
    customer_names = sorted({*seen, *customers})
    category, categories = _codes_and_texts(lines["category"])
    category_names = sorted({"", *categories})
    sku, sku_names = _codes_and_texts(lines["sku"])
    if min(customer.min(initial=0), category.min(initial=0), sku.min(initial=0)) < 0:
        raise ValueError("Order lines have no empty customer, sku or category; an unknown category is an empty text.")
    day = lines["day"].to_numpy(dtype=np.int32)
    if day.min(initial=0) < 0:
        raise ValueError("Order lines before 1970-01-01 are not supported.")
    return CleanLines(
        customer=_recode(customer, seen, customer_names),
        sku=sku,
        category=_recode(category, categories, category_names),
        day=day,
        quantity=lines["quantity"].to_numpy(dtype=np.int64),
        value=lines["value"].to_numpy(dtype=np.int64),
        customer_names=customer_names,
        sku_names=sku_names,
        category_names=category_names,
        seen=np.zeros(len(customer_names), dtype=np.bool_),
    )


def _codes_and_texts(column: pd.Series) -> tuple[Codes, pd.Index]:
    """A number a line and the text behind each number, of those that are on a line."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        codes, texts = pd.factorize(column)
        return codes.astype(np.int32), pd.Index(texts)
    codes, texts = column.cat.codes.to_numpy(dtype=np.int32), column.cat.categories
    used = np.zeros(len(texts) + 1, dtype=np.bool_)
    used[codes] = True
    if used[:-1].all():
        return codes, texts
    position = np.full(len(used), -1, dtype=np.int32)
    position[:-1][used[:-1]] = np.arange(int(used[:-1].sum()), dtype=np.int32)
    return position[codes], texts[used[:-1]]


def _recode(codes: Codes, texts: pd.Index, names: list[str]) -> Codes:
    if not len(codes):
        return np.empty(0, dtype=np.int32)
    return pd.Index(names).get_indexer(texts).astype(np.int32)[codes]


def _one_row_per_day(lines: CleanLines) -> CleanLines:
    """The same item on the same day as one row, sorted by customer, item and day."""
    sizes = (len(lines.customer_names), len(lines.sku_names), lines.days)
    keys = pack((lines.customer, sizes[0]), (lines.sku, sizes[1]), (lines.day, sizes[2]))
    keys, order = sort_order(keys, sizes[0] * sizes[1] * sizes[2])
    starts = starts_of(keys)
    lines = lines.take(order)
    if len(starts) == len(order):
        return lines
    return replace(
        lines.take(starts),
        # Named differently on two lines of one day, the item belongs to the last name in the alphabet.
        category=np.maximum.reduceat(lines.category, starts),
        quantity=sum_runs(lines.quantity, starts),
        value=sum_runs(lines.value, starts),
    )


def _net(purchases: CleanLines, returns: CleanLines, config: ClassifierConfig) -> tuple[CleanLines, int]:
    """The purchases without what came back, and how many returns had no purchase to match."""
    skus = len(purchases.sku_names)
    left, unmatched = net_returns(
        purchase_item=pack((purchases.customer, len(purchases.customer_names)), (purchases.sku, skus)),
        purchase_day=purchases.day.astype(np.int64),
        purchased=purchases.quantity,
        return_item=pack((returns.customer, len(returns.customer_names)), (returns.sku, skus)),
        return_day=returns.day.astype(np.int64),
        returned=-returns.quantity,
        window_days=config.return_window_days,
    )
    if not len(returns.day):
        return purchases, 0
    value = scale_value(purchases.value, quantity=purchases.quantity, left=left)
    netted = replace(purchases, quantity=left, value=value)
    return netted.take(np.flatnonzero((left > 0) & (value > 0))), int((unmatched > 0).sum())


def _merge_days(lines: CleanLines, window: int) -> CleanLines:
    """Every line on the first day of its chain of purchase days at most `window` days apart."""
    days = lines.days
    keys, order = sort_order(pack((lines.customer, len(lines.customer_names)), (lines.day, days)), 2**62)
    fresh = np.empty(len(keys), dtype=np.bool_)
    fresh[:1] = True
    fresh[1:] = (keys[1:] - keys[:-1] > window) | (keys[1:] // days != keys[:-1] // days)
    chain_day = (keys % days)[fresh][np.cumsum(fresh) - 1]
    merged = np.empty_like(lines.day)
    merged[order] = chain_day
    return replace(lines, day=merged)
