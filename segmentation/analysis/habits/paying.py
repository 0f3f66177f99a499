"""How late invoices are paid."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.arrays import Bools, Floats
from segmentation.analysis.days import NO_DAY
from segmentation.analysis.habits.coded_orders import CodedOrders
from segmentation.analysis.habits.per_company import FEWEST, ratio
from segmentation.analysis.value import YEAR

DIGITS = 2


def payment_habits(orders: CodedOrders, *, as_of: int, among: Bools) -> tuple[Floats, Floats]:
    """Mean days after the due day, and the share paid by it, of the invoices due in the year up to `as_of`.

    One that is still not paid counts as late by the days so far, and on the day it is due not at all. One that falls
    due later does not count although it may be paid: its like that are not paid yet could not.
    """
    due = np.where(orders.due == NO_DAY, as_of + 1, orders.due)
    is_paid = (orders.paid != NO_DAY) & (orders.paid <= as_of)
    counted = among & (due <= as_of) & (due > as_of - YEAR) & (is_paid | (due < as_of))
    late = np.where(counted, np.where(is_paid, orders.paid, as_of) - due, 0)
    invoices = orders.total(counted)
    told = invoices >= FEWEST
    days = np.full(orders.companies, np.nan)
    np.divide(orders.total(late), invoices, out=days, where=told)
    return np.round(days, DIGITS), ratio(orders.total(counted & is_paid & (late <= 0)), invoices, told=told)
