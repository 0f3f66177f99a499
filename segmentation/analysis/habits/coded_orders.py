"""Records of orders -> arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

import numpy as np
import pandas as pd

from segmentation.analysis.arrays import Bools, Ints, starts_of, sum_runs
from segmentation.analysis.days import NO_DAY, SECONDS_PER_DAY
from segmentation.analysis.habits.record_columns import NO_MOMENT, Flags, RecordColumns
from segmentation.order_records import OrderRecord, OrderRecordError

MICROSECONDS_PER_DAY = SECONDS_PER_DAY * 1_000_000
AMOUNTS = ("value", "cost", "discounted_value")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedOrders:
    """An entry an order, those of a company together. Amounts are minor units, moments microseconds since 1970, and
    what is not known is NO_AMOUNT, NO_MOMENT, NO_DAY or UNKNOWN."""

    companies: int
    company: Ints
    """Position among the companies asked for."""
    starts: Ints
    """Where each company's orders begin, of those that have some."""
    placed: Ints
    day: Ints
    """On which it was placed where the shop is, as days since 1970-01-01."""
    value: Ints
    cost: Ints
    discounted_value: Ints
    channel: Ints
    channels: Sequence[str]
    """What the codes of `channel` stand for, sorted."""
    small_screen: Flags
    quoted: Flags
    first_look: Ints
    due: Ints
    paid: Ints
    fixed_date: Flags
    wished: Ints
    person: Ints

    def total(self, values: Ints | Bools) -> Ints:
        """The sum of every company's entries, 0 without any."""
        everybody = np.zeros(self.companies, dtype=np.int64)
        everybody[self.company[self.starts]] = sum_runs(values.astype(np.int64), self.starts)
        return everybody


def code_orders(
    records: Iterable[OrderRecord], *, customer_keys: Sequence[str], zone: tzinfo, minor_digits: int
) -> CodedOrders:
    """Orders of these companies, others left out; raises OrderRecordError for what is not as `OrderRecord` says."""
    columns = RecordColumns(list(records))
    named = pd.Index(columns.texts("customer_key"), dtype="object")
    company = pd.Index(list(customer_keys), dtype="object").get_indexer(named)
    order = np.argsort(company, kind="stable")
    order = order[np.searchsorted(company[order], 0) :]
    owner = company[order].astype(np.int64)
    placed = columns.moments("placed_at")
    if (placed == NO_MOMENT).any():
        raise OrderRecordError("An order record has no `placed_at`.")
    channel, channels = pd.factorize(columns.texts("channel"), sort=True)
    wished = columns.days("wished_delivery")
    arrays: dict[str, Any] = {
        "placed": placed,
        "day": _local_days(placed, zone),
        **{name: columns.amounts(name, minor_digits=minor_digits) for name in AMOUNTS},
        "channel": channel.astype(np.int64),
        "small_screen": columns.flags("small_screen"),
        "quoted": columns.flags("quoted"),
        "first_look": columns.moments("first_look_at"),
        "due": columns.days("due_on"),
        "paid": columns.days("paid_on"),
        "fixed_date": np.where(wished != NO_DAY, 1, columns.flags("fixed_date")).astype(np.int8),
        "wished": wished,
        "person": pd.factorize(columns.texts("placed_by"))[0].astype(np.int64),
    }
    return CodedOrders(
        companies=len(customer_keys),
        company=owner,
        starts=starts_of(owner),
        channels=list(channels),
        **{name: values[order] for name, values in arrays.items()},
    )


def _local_days(placed: Ints, zone: tzinfo) -> Ints:
    local = pd.DatetimeIndex(placed.view("datetime64[us]"), tz="UTC").tz_convert(zone).tz_localize(None)
    return local.to_numpy().astype("datetime64[D]").astype(np.int64)
