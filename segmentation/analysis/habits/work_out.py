from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo

import numpy as np
import pandas as pd

from segmentation.analysis.arrays import Bools, Floats, Ints
from segmentation.analysis.baskets import NO_AMOUNT
from segmentation.analysis.days import NO_DAY, day_number
from segmentation.analysis.habits.coded_orders import MICROSECONDS_PER_DAY, CodedOrders, code_orders
from segmentation.analysis.habits.money import discount_share, margin
from segmentation.analysis.habits.paying import payment_habits
from segmentation.analysis.habits.per_company import count_different, median, most_frequent, share_of_orders
from segmentation.analysis.habits.record_columns import NO_MOMENT, UNKNOWN
from segmentation.analysis.value import YEAR
from segmentation.order_records import OrderRecord

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_OF_EPOCH = WEEKDAYS.index("thursday")
LONGEST_TERM = 120
"""Days from an order to the day its invoice is due that are looked back for, beyond the year."""
LOOK_BACK = YEAR - 1 + LONGEST_TERM
"""How many days before the day the first order may have been placed that says something."""
DIGITS = 2


def work_out_habits(
    records: Iterable[OrderRecord], *, customer_keys: Sequence[str], as_of: date, zone: tzinfo, minor_digits: int = 2
) -> pd.DataFrame:
    """A row a company, in the order of the keys, and a column a dimension; NA for what cannot be told.

    Amounts are in minor units. Orders placed after `as_of`, a day in `zone`, do not count, nor do those of others.
    """
    today = day_number(as_of)
    orders = code_orders(records, customer_keys=customer_keys, zone=zone, minor_digits=minor_digits)
    recent = (orders.day <= today) & (orders.day > today - YEAR)
    days_late, on_time = payment_habits(orders, as_of=today, among=orders.day <= today)
    columns = {
        "margin_year": _amounts(margin(orders, among=recent)),
        "days_late": days_late,
        "paid_on_time_share": on_time,
        "discount_share": discount_share(orders, among=recent),
        "quote_share": share_of_orders(orders, orders.quoted, among=recent),
        "decision_days": _decision_days(orders, among=recent),
        "people_ordering": count_different(orders, orders.person, among=recent),
        "mobile_share": share_of_orders(orders, orders.small_screen, among=recent),
        "ordering_channel": _named(orders.channels, most_frequent(orders, orders.channel, among=recent)),
        "wished_weekday": _named(WEEKDAYS, most_frequent(orders, _weekdays(orders.wished), among=recent)),
        "fixed_date_share": share_of_orders(orders, orders.fixed_date, among=recent),
    }
    return pd.DataFrame(columns, index=pd.Index(list(customer_keys), dtype="object"))


def _decision_days(orders: CodedOrders, *, among: Bools) -> Floats:
    """A look that is noted after the order is none that led to it."""
    seen = among & (orders.first_look != NO_MOMENT) & (orders.first_look <= orders.placed)
    waited = np.where(seen, orders.placed - orders.first_look, 0)
    return np.round(median(orders, waited, among=seen) / MICROSECONDS_PER_DAY, DIGITS)


def _weekdays(days: Ints) -> Ints:
    return np.where(days == NO_DAY, UNKNOWN, (days + DAY_OF_EPOCH) % len(WEEKDAYS))


def _named(names: Sequence[str], codes: Ints) -> pd.api.extensions.ExtensionArray:
    return pd.array(np.array([*names, None], dtype=np.object_)[codes], dtype="string")


def _amounts(minor: Ints) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(minor, minor == NO_AMOUNT)
