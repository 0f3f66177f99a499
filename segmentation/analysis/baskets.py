"""What companies' orders look like: how many, how large, and how much of one stood in an earlier one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from segmentation.analysis.arrays import SCALE, Floats, Ints, position_in_run, sum_runs
from segmentation.analysis.occasions import LINE_KINDS, Occasions
from segmentation.analysis.value import YEAR

KNOWN_KINDS = ("usual", "quantity", "terms")
STABILITY_ORDERS = 10
"""How many of the latest orders say how stable baskets are."""
DIGITS = 4
NO_AMOUNT = np.iinfo(np.int64).min
"""Where there is no amount."""


def order_values(occasions: Occasions, *, as_of: int) -> Mapping[str, Ints]:
    """Number and values of orders, per company with one; NO_AMOUNT for the average of none."""
    recent = as_of - occasions.day < YEAR
    orders = sum_runs(recent.astype(np.int64), occasions.starts)
    total = sum_runs(np.where(recent, occasions.value, 0), occasions.starts)
    largest = np.maximum.reduceat(occasions.value, occasions.starts) if len(occasions.day) else occasions.value
    return {
        "orders_year": orders,
        "order_value_average": np.where(orders > 0, _rounded(total, np.maximum(orders, 1)), NO_AMOUNT),
        "last_order_value": occasions.value[occasions.last],
        "largest_order_value": largest,
    }


def usual_order_value(occasions: Occasions, average: Ints) -> Ints:
    """The average of twelve months; of all orders where there was none in them."""
    ever = _rounded(sum_runs(occasions.value, occasions.starts), occasions.counts)
    return np.where(average == NO_AMOUNT, ever, average)


def items_per_order(occasions: Occasions, *, as_of: int) -> Floats:
    """Different items on an order day of the last 365 days, on average; NaN without one."""
    recent = as_of - occasions.day < YEAR
    orders = sum_runs(recent.astype(np.int64), occasions.starts)
    items = sum_runs(np.where(recent, _lines(occasions, LINE_KINDS), 0), occasions.starts)
    mean = np.full(len(orders), np.nan)
    np.divide(items, orders, out=mean, where=orders > 0)
    return np.round(mean, 2)


def basket_stability(occasions: Occasions) -> Floats:
    """Mean share of the items of an order that the company had bought before; NaN before the second order.

    The repeat ratio of Li, Jullien, Ariannezhad and de Rijke (A next basket recommendation reality check, 2023), over
    the latest orders. Against all earlier orders and not the one before: companies that take turns among their items
    repeat half of their value, while two orders in a row have hardly anything in common.
    """
    total = len(occasions.day)
    index = position_in_run(occasions.starts, total)
    counted = (index > 0) & (np.repeat(occasions.counts, occasions.counts) - index <= STABILITY_ORDERS)
    ratio = np.rint(_lines(occasions, KNOWN_KINDS) * SCALE / np.maximum(_lines(occasions, LINE_KINDS), 1))
    sums = sum_runs(np.where(counted, ratio.astype(np.int64), 0), occasions.starts)
    orders = sum_runs(counted.astype(np.int64), occasions.starts)
    mean = np.full(len(orders), np.nan)
    np.divide(sums, orders * SCALE, out=mean, where=orders > 0)
    return np.round(mean, DIGITS)


def _lines(occasions: Occasions, kinds: tuple[str, ...]) -> Ints:
    return sum((occasions.lines[kind] for kind in kinds), start=np.zeros(len(occasions.day), dtype=np.int64))


def _rounded(total: Ints, count: Ints) -> Ints:
    """Whole minor units, half of one upwards."""
    whole, rest = np.divmod(total, count)
    up: Ints = whole + (2 * rest >= count)
    return up
