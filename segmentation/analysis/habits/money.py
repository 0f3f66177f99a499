"""What was left of the purchases, and how much of them was sold below the list price."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.arrays import Bools, Floats, Ints
from segmentation.analysis.baskets import NO_AMOUNT
from segmentation.analysis.habits.coded_orders import CodedOrders
from segmentation.analysis.habits.per_company import FEWEST, ratio

REST = 20
"""Orders of which no cost is known may hold one part in so many of the value, which is 5 %."""


def margin(orders: CodedOrders, *, among: Bools) -> Ints:
    """Value less cost, of the orders whose cost is known; NO_AMOUNT without one, or where too much has no cost.

    An order of which not even the value is known counts as nothing.
    """
    valued = among & (orders.value != NO_AMOUNT)
    costed = valued & (orders.cost != NO_AMOUNT)
    size = np.abs(np.where(valued, orders.value, 0))
    whole, rest = orders.total(size), orders.total(np.where(costed, 0, size))
    found = orders.total(np.where(costed, orders.value - orders.cost, 0))
    return np.where((orders.total(costed) > 0) & (rest <= whole // REST), found, NO_AMOUNT)


def discount_share(orders: CodedOrders, *, among: Bools) -> Floats:
    """Value sold below the list price over all value, of the orders of which both are known."""
    known = among & (orders.value != NO_AMOUNT) & (orders.discounted_value != NO_AMOUNT)
    part, whole = (orders.total(np.where(known, values, 0)) for values in (orders.discounted_value, orders.value))
    return ratio(part, whole, told=orders.total(known) >= FEWEST)
