"""What companies bought of each product, category and brand: in all, and on which days where on more than one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import Bools, Ints, bits_for, sort_rows
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.coded_items import NO_BRAND, CodedItems
from segmentation.analysis.coding import NO_CATEGORY
from segmentation.analysis.days import day_column
from segmentation.analysis.fingerprint import hash_days
from segmentation.analysis.runs import Runs
from segmentation.analysis.standing_columns import Columns


class BoughtKind(StrEnum):
    PRODUCT = "product"
    CATEGORY = "category"
    BRAND = "brand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """Purchases of one kind, as columns; the second table goes on where the first does not say it all.

    items  a row per company and item
    days   a row per company, item and day, of items bought on two or more days: one day is said by its item's row
    """

    items: Columns
    days: Columns


def bought_items(
    lines: CleanLines, items: CodedItems, *, first_customer: int, days_from: int
) -> dict[BoughtKind, Bought]:
    """What was bought, sorted by the numbers of company, item and day; companies are numbered from `first_customer`.

    Of the days, only those from `days_from` on are brought back; `days_hash` of an item is over all of them.
    """
    brand = items.brand[lines.sku]
    every = np.ones(len(lines.day), dtype=np.bool_)
    kinds = {
        BoughtKind.PRODUCT: (lines.sku, len(lines.sku_names), every),
        BoughtKind.CATEGORY: (lines.category, len(lines.category_names), lines.category != NO_CATEGORY),
        BoughtKind.BRAND: (brand, len(items.brand_names), brand != NO_BRAND),
    }
    return {
        kind: _bought(lines, item, size=size, kept=kept, first_customer=first_customer, days_from=days_from)
        for kind, (item, size, kept) in kinds.items()
    }


def _bought(
    lines: CleanLines, item: npt.NDArray[np.int32], *, size: int, kept: Bools, first_customer: int, days_from: int
) -> Bought:
    rows = np.flatnonzero(kept)
    keys, order = sort_rows(
        (lines.customer[rows], len(lines.customer_names)), (item[rows], size), (lines.day[rows], lines.days)
    )
    rows = rows[order]
    on_day = Runs(keys)
    quantity, value = (on_day.sum(column[rows]) for column in (lines.quantity, lines.value))
    day_bits, item_bits = bits_for(lines.days), bits_for(size)
    pair_and_day = on_day.first(keys)
    day, place = pair_and_day & ((1 << day_bits) - 1), pair_and_day >> day_bits
    pair = Runs(place)
    last = pair.starts + pair.lengths - 1

    def whose(places: Ints) -> Columns:
        return {
            "customer_key": ((places >> item_bits) + first_customer).astype(np.int32),
            "item": (places & ((1 << item_bits) - 1)).astype(np.int32),
        }

    often = np.flatnonzero((pair.expand(pair.lengths) > 1) & (day >= days_from))
    return Bought(
        items={
            **whose(pair.first(place)),
            "first_day": day_column(pair.first(day)),
            "last_day": day_column(day[last]),
            "orders": pair.lengths.astype(np.int32),
            "quantity": pair.sum(quantity),
            "value": pair.sum(value),
            "days_hash": pair.sum(hash_days(day, value)),
        },
        days={**whose(place[often]), "day": day_column(day[often]), "value": value[often]},
    )
