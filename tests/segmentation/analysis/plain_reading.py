"""The method once more, in plain Python for one company's lines: slow, and easy to compare with its description."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

import pandas as pd

from segmentation.analysis.priors import DEFAULT_PRIOR

DECAY = 2 ** (-1 / 5)


@dataclass
class Purchase:
    day: int
    sku: str
    quantity: int
    value: int


@dataclass
class Reading:
    buyclass: str = "new"
    shares: tuple[float, ...] = (0.0, 0.0, 1.0)
    occasions: int = 0
    modes: list[dict[str, float]] = field(default_factory=list)


def read_company(lines: pd.DataFrame) -> Reading:
    """The company's class and shares; an item's category is its first letter."""
    reading = Reading()
    days = _by_day(net_purchases(lines))
    values: list[float] = []
    counts = [0.0, 0.0, 0.0]
    bought: dict[str, list[int]] = defaultdict(list)
    seen_categories: set[str] = set()
    for index, (day, purchases) in enumerate(sorted(days.items())):
        mode = _modes(purchases, bought, seen_categories)
        total = sum(purchase.value for purchase in purchases)
        if _is_large(total, values) or _is_back(day, sorted(days)[:index]):
            mode = {"R": 0.0, "M": mode["R"] + mode["M"], "N": mode["N"]}
        if index:
            counts = [count * DECAY + mode[kind] for count, kind in zip(counts, "RMN", strict=True)]
        values.append(total)
        for purchase in purchases:
            bought[purchase.sku].append(purchase.quantity)
            seen_categories.add(purchase.sku[0])
        reading.occasions = index + 1
        prior = DEFAULT_PRIOR.shares_after(index + 1)
        weights = [count + 3 * share for count, share in zip(counts, prior, strict=True)]
        reading.shares = tuple(round(weight / sum(weights), 6) for weight in weights)
        if index:
            reading.buyclass = _next_class(reading.buyclass, reading.shares, fresh=index == 1)
    return reading


def net_purchases(lines: pd.DataFrame) -> list[Purchase]:
    sums: dict[tuple[str, int, bool], list[int]] = defaultdict(lambda: [0, 0])
    for line in lines.itertuples():
        amount = sums[line.sku, line.day, line.quantity > 0]
        amount[0] += line.quantity
        amount[1] += line.value
    bought = [Purchase(day, sku, *amount) for (sku, day, sale), amount in sums.items() if sale]
    left = {id(purchase): purchase.quantity for purchase in bought}
    for (sku, day, _), (quantity, _value) in sorted(
        (item for item in sums.items() if not item[0][2]), key=lambda item: item[0][1]
    ):
        open_quantity = -quantity
        for purchase in sorted(bought, key=lambda purchase: -purchase.day):
            if purchase.sku == sku and day - 180 <= purchase.day <= day:
                taken = min(left[id(purchase)], open_quantity)
                left[id(purchase)] -= taken
                open_quantity -= taken
    kept = [Purchase(p.day, p.sku, left[id(p)], p.value * left[id(p)] // p.quantity) for p in bought if left[id(p)] > 0]
    return [purchase for purchase in kept if purchase.value > 0]


def _by_day(purchases: list[Purchase]) -> dict[int, list[Purchase]]:
    days: dict[int, list[Purchase]] = defaultdict(list)
    for purchase in purchases:
        days[purchase.day].append(purchase)
    return days


def _modes(purchases: list[Purchase], bought: dict[str, list[int]], seen: set[str]) -> dict[str, float]:
    mode = {"R": 0.0, "M": 0.0, "N": 0.0}
    for purchase in purchases:
        earlier = bought.get(purchase.sku)
        if earlier:
            usual = math.exp(sum(map(math.log, earlier)) / len(earlier))
            kind = "R" if abs(math.log(purchase.quantity / usual)) <= math.log(2) + 1e-6 else "M"
        else:
            kind = "M" if purchase.sku[0] in seen else "N"
        mode[kind] += math.sqrt(purchase.value)
    total = sum(mode.values())
    return {kind: weight / total for kind, weight in mode.items()}


def _is_large(total: float, earlier: list[float]) -> bool:
    if len(earlier) < 2:
        return False
    return math.log(total) >= sum(map(math.log, earlier)) / len(earlier) + math.log(3) - 1e-6


def _is_back(day: int, earlier: list[int]) -> bool:
    if not earlier or day - earlier[-1] <= 365:
        return False
    return not any(abs(day - 365 - other) <= 45 for other in earlier)


def _next_class(current: str, shares: tuple[float, ...], *, fresh: bool) -> str:
    routine, _, new = shares
    slack = 0 if fresh else 0.05
    if routine >= 0.40 + (-slack if current == "routine" else slack) - 1e-9:
        return "routine"
    if current == "new" and not fresh:
        return "new" if new >= 0.35 - 1e-9 else "major"
    return "new" if new > 0.40 + slack + 1e-9 else "major"
