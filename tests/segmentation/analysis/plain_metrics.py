"""The metrics once more, in plain Python for one company's lines: slow, and easy to compare with their description."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median
from typing import Any

import pandas as pd

from segmentation.items import ItemFacts
from tests.segmentation.analysis.order_lines import EPOCH
from tests.segmentation.analysis.plain_reading import Purchase, net_purchases


def read_metrics(lines: pd.DataFrame, *, as_of: int, items: Mapping[str, ItemFacts]) -> dict[str, Any]:
    """One company's metrics; an item's category is its first letter."""
    purchases = sorted(net_purchases(lines), key=lambda purchase: purchase.day)
    days: dict[int, list[Purchase]] = defaultdict(list)
    for purchase in purchases:
        days[purchase.day].append(purchase)
    recent = [some for day, some in days.items() if as_of - day < 365]
    worth = [sum(purchase.value for purchase in some) for some in days.values()]
    year = sum(purchase.value for some in recent for purchase in some)
    return {
        "orders_year": len(recent),
        "order_value_average": math.floor(year / len(recent) + 0.5) if recent else None,
        "last_order_value": worth[-1] if worth else None,
        "largest_order_value": max(worth, default=None),
        "items_per_order": sum(map(len, recent)) / len(recent) if recent else None,
        "products_bought": len({purchase.sku for purchase in purchases}),
        "categories_bought": len({purchase.sku[0] for purchase in purchases}),
        "basket_stability": _stability(list(days.values())),
        "brand_loyalty": _loyalty(purchases, as_of=as_of, items=items),
        "top_grade_share": _top_grade(purchases, as_of=as_of, items=items),
        "adoption_days": _adoption(purchases, items=items),
        **_sent_back(lines, as_of=as_of),
    }


def _stability(orders: list[list[Purchase]]) -> float | None:
    seen: set[str] = set()
    ratios = []
    for order in orders:
        skus = {purchase.sku for purchase in order}
        ratios.append(len(skus & seen) / len(skus))
        seen |= skus
    counted = ratios[1:][-10:]
    return sum(counted) / len(counted) if counted else None


def _loyalty(purchases: list[Purchase], *, as_of: int, items: Mapping[str, ItemFacts]) -> float | None:
    values: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    on: dict[str, set[int]] = defaultdict(set)
    for purchase in purchases:
        brand = items.get(purchase.sku, ItemFacts()).brand
        if brand and as_of - purchase.day < 730:
            values[purchase.sku[0]][brand] += purchase.value
            on[purchase.sku[0]].add(purchase.day)
    again = [brands for category, brands in values.items() if len(on[category]) > 1]
    total = sum(sum(brands.values()) for brands in again)
    return sum(max(brands.values()) for brands in again) / total if total else None


def _top_grade(purchases: list[Purchase], *, as_of: int, items: Mapping[str, ItemFacts]) -> float | None:
    known = [
        (purchase.value, items[purchase.sku].is_top_grade)
        for purchase in purchases
        if as_of - purchase.day < 730 and purchase.sku in items and items[purchase.sku].is_top_grade is not None
    ]
    total = sum(value for value, _ in known)
    return sum(value for value, is_top in known if is_top) / total if total else None


def _adoption(purchases: list[Purchase], *, items: Mapping[str, ItemFacts]) -> float | None:
    first: dict[str, date] = {}
    for purchase in purchases:
        first.setdefault(purchase.sku, EPOCH + timedelta(days=purchase.day))
    start = min(first.values(), default=EPOCH)
    waits = [
        max((day - launched).days, 0)
        for sku, day in first.items()
        if (launched := items.get(sku, ItemFacts()).launched_on) and launched > start
    ]
    return median(waits) if len(waits) > 1 else None


def _sent_back(lines: pd.DataFrame, *, as_of: int) -> dict[str, float | None]:
    recent = lines[(lines["day"] <= as_of) & (lines["day"] > as_of - 365)]
    sales, back = recent[recent["quantity"] > 0], recent[recent["quantity"] < 0]
    if sales.empty:
        return {"returned_value_share": None, "returned_lines_share": None}
    return {
        "returned_value_share": min(-int(back["value"].sum()) / int(sales["value"].sum()), 1.0),
        "returned_lines_share": min(len(back) / len(sales), 1.0),
    }
