"""What companies bought of each product, category and brand: first and last day, orders, quantity and value."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import Bools, bits_for, sort_rows
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.coded_items import NO_BRAND, CodedItems
from segmentation.analysis.coding import NO_CATEGORY
from segmentation.analysis.days import day_column
from segmentation.analysis.runs import Runs
from segmentation.analysis.standing_columns import Columns


class BoughtKind(StrEnum):
    PRODUCT = "product"
    CATEGORY = "category"
    BRAND = "brand"


def bought_items(lines: CleanLines, items: CodedItems, *, first_customer: int) -> dict[BoughtKind, Columns]:
    """A row per company and item, sorted by their numbers; companies are numbered from `first_customer`."""
    brand = items.brand[lines.sku]
    every = np.ones(len(lines.day), dtype=np.bool_)
    kinds = {
        BoughtKind.PRODUCT: (lines.sku, len(lines.sku_names), every),
        BoughtKind.CATEGORY: (lines.category, len(lines.category_names), lines.category != NO_CATEGORY),
        BoughtKind.BRAND: (brand, len(items.brand_names), brand != NO_BRAND),
    }
    return {
        kind: _bought(lines, item, size=size, kept=kept, first_customer=first_customer)
        for kind, (item, size, kept) in kinds.items()
    }


def _bought(lines: CleanLines, item: npt.NDArray[np.int32], *, size: int, kept: Bools, first_customer: int) -> Columns:
    rows = np.flatnonzero(kept)
    keys, order = sort_rows(
        (lines.customer[rows], len(lines.customer_names)), (item[rows], size), (lines.day[rows], lines.days)
    )
    rows = rows[order]
    on_day = Runs(keys)
    quantity, value = (on_day.sum(column[rows]) for column in (lines.quantity, lines.value))
    day_bits = bits_for(lines.days)
    day = on_day.first(keys) & ((1 << day_bits) - 1)
    pair = Runs(on_day.first(keys) >> day_bits)
    place = pair.first(on_day.first(keys)) >> day_bits
    last = pair.starts + pair.lengths - 1
    return {
        "customer_key": ((place >> bits_for(size)) + first_customer).astype(np.int32),
        "item": (place & ((1 << bits_for(size)) - 1)).astype(np.int32),
        "first_day": day_column(pair.first(day)),
        "last_day": day_column(day[last]),
        "orders": pair.lengths.astype(np.int32),
        "quantity": pair.sum(quantity),
        "value": pair.sum(value),
    }
