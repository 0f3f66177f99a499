"""Order lines -> one netted row per company, item and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
import pandas as pd

from segmentation.analysis.arrays import Bools, bits_for, pack, sort_order, sort_rows
from segmentation.analysis.coding import NO_CATEGORY, CodedLines, encode_lines
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.days import day_number
from segmentation.analysis.returns import net_returns, scale_value
from segmentation.analysis.runs import Runs

__all__ = ["NO_CATEGORY", "CleanLines", "DataQuality", "clean_coded", "clean_lines", "day_number"]


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
class CleanLines(CodedLines):
    """Rows unique by (customer, sku, day) and sorted so."""

    seen: Bools
    """Per customer, whether anything usable was read, be it a return."""


def clean_lines(
    lines: pd.DataFrame, *, as_of: date, config: ClassifierConfig, customers: Sequence[str] = ()
) -> tuple[CleanLines, DataQuality]:
    """Purchases of a canonical frame up to the day, net of returns, and what was left out on the way."""
    return clean_coded(encode_lines(lines, customers), as_of=day_number(as_of), config=config)


def clean_coded(lines: CodedLines, *, as_of: int, config: ClassifierConfig) -> tuple[CleanLines, DataQuality]:
    """Purchases up to the day, net of returns, and what was left out on the way."""
    in_time = lines.day <= as_of
    is_sale = lines.quantity > 0
    kept = in_time & ((lines.value > 0) | ~is_sale) & (lines.quantity != 0)
    quality = DataQuality(
        lines_read=len(lines.day),
        lines_after_as_of=int(np.count_nonzero(~in_time)),
        lines_without_value=int(np.count_nonzero(in_time & ~kept)),
        lines_without_category=int(np.count_nonzero(kept & (lines.category == NO_CATEGORY))),
    )
    seen = np.bincount(lines.customer[kept], minlength=len(lines.customer_names)) > 0
    returns = _one_row_per_day(lines.take(np.flatnonzero(kept & ~is_sale)), seen)
    sales = kept & is_sale
    purchases = _one_row_per_day(lines if sales.all() else lines.take(np.flatnonzero(sales)), seen)
    purchases, unmatched = _net(purchases, returns, config)
    if config.merge_window_days:
        purchases = _one_row_per_day(_merge_days(purchases, config.merge_window_days), seen)
    return purchases, quality + DataQuality(
        lines_kept=len(purchases.day),
        returns_matched=len(returns.day) - unmatched,
        returns_unmatched=unmatched,
    )


def _one_row_per_day(lines: CodedLines, seen: Bools) -> CleanLines:
    """The same item on the same day as one row, sorted by customer, item and day."""
    sku_bits, day_bits = bits_for(len(lines.sku_names)), bits_for(lines.days)
    keys, order = sort_rows(
        (lines.customer, len(lines.customer_names)), (lines.sku, len(lines.sku_names)), (lines.day, lines.days)
    )
    runs = Runs(keys)
    first = runs.first(keys)
    return CleanLines(
        customer=(first >> (sku_bits + day_bits)).astype(np.int32),
        sku=((first >> day_bits) & ((1 << sku_bits) - 1)).astype(np.int32),
        day=(first & ((1 << day_bits) - 1)).astype(np.int32),
        # Named differently on two lines of one day, the item belongs to the last name in the alphabet.
        category=runs.max(lines.category[order]),
        quantity=runs.sum(lines.quantity[order]),
        value=runs.sum(lines.value[order]),
        terms=None if lines.terms is None else runs.max(lines.terms[order]),
        customer_names=lines.customer_names,
        sku_names=lines.sku_names,
        category_names=lines.category_names,
        seen=seen,
    )


def _net(purchases: CleanLines, returns: CleanLines, config: ClassifierConfig) -> tuple[CleanLines, int]:
    """The purchases without what came back, and how many returns had no purchase to match."""
    if not len(returns.day):
        return purchases, 0
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
