"""Clean lines -> one row per company and item: how firmly it is a habit, when it was bought, and how much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.analysis.arrays import Codes, Ints, lengths_of, pack, sort_order, starts_of, sum_runs
from segmentation.analysis.clean import CleanLines

HABIT_SCALE = 1 << 20
"""What an item in a company's latest order weighs."""
PIECE = 1000
LATEST = 3
"""Purchases that the usual quantity is the median of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Rows unique by company and item, sorted by the codes of both."""

    customer: Codes
    sku: Codes
    habit: Ints
    """Sum over the orders with the item of 2^(-later orders / half-life); at least 1, in units of 2^-20."""
    times: Ints
    first: Ints
    last: Ints
    quantity: Ints
    """Thousandths: the median of the latest three purchases."""


def habits_of(lines: CleanLines, *, half_life_orders: int) -> Habits:
    """Every item that each company has bought. A company's habits depend on its own lines alone."""
    starts = starts_of(pack((lines.customer, len(lines.customer_names)), (lines.sku, len(lines.sku_names))))
    times = lengths_of(starts, len(lines.day))
    later = _later_orders(lines)
    weights = np.rint(np.exp2(-np.arange(later.max(initial=0) + 1) / half_life_orders) * HABIT_SCALE).astype(np.int64)
    day = lines.day.astype(np.int64)
    return Habits(
        customer=lines.customer[starts],
        sku=lines.sku[starts],
        habit=np.maximum(sum_runs(weights[later], starts), 1),
        times=times,
        first=day[starts],
        last=day[starts + times - 1],
        quantity=_median_of_latest(lines.quantity, starts=starts, times=times),
    )


def _later_orders(lines: CleanLines) -> Ints:
    """For every line, how many orders the company has placed after it."""
    days = lines.days
    keys = pack((lines.customer, len(lines.customer_names)), (lines.day, days))
    ordered, rows = sort_order(keys, len(lines.customer_names) * days)
    starts = starts_of(ordered)
    orders = ordered[starts] // days
    per_company = starts_of(orders)
    lengths = lengths_of(per_company, len(orders))
    from_the_end = np.repeat(per_company + lengths, lengths) - 1 - np.arange(len(orders))
    later = np.empty(len(keys), dtype=np.int64)
    later[rows] = np.repeat(from_the_end, lengths_of(starts, len(ordered)))
    return later


def _median_of_latest(quantity: Ints, *, starts: Ints, times: Ints) -> Ints:
    """Of two, their mean: half a piece more where both are whole pieces and it is not."""
    end = starts + times
    latest = np.stack([quantity[np.maximum(end - back, starts)] for back in range(1, LATEST + 1)]) if len(end) else None
    if latest is None:
        return np.empty(0, dtype=np.int64)
    middle = (latest[0] + latest[1] + 1) // 2
    whole = (latest[:2] % PIECE == 0).all(axis=0)
    middle = np.where(whole, (middle + PIECE // 2) // PIECE * PIECE, middle)
    median: Ints = np.sort(latest, axis=0)[1]
    return np.where(times == 2, middle, median)
