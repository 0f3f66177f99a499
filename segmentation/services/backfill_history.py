from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from segmentation import conf
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.priors import Prior
from segmentation.contracts import BUILTIN_SEGMENTS, MIXED, Buyclass
from segmentation.host import customer_since, open_directory, open_order_source, past_of
from segmentation.locks import lock_customers
from segmentation.models import Segment, SegmentCount, ShareHistory
from segmentation.models.among import Among
from segmentation.selectors.statistics import active_prior

if TYPE_CHECKING:
    import pandas as pd

Counts = dict[date, Counter[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfilled:
    """How many rows were missing, and are there now."""

    shares: int
    counts: int


def backfill_history(*, months: int, today: date) -> Backfilled:
    """Fill in what would be known if runs had been made at the end of each of the past months; what is there stays.

    Every company's three shares, and the sizes of the built-in segments, by the orders up to that day and today's
    constants. A company counts from its first order, or from the day it became a customer where the directory knows.
    Orders are read once, a part of the companies at a time.
    """
    days = list(month_ends(months, before=today))
    prior = active_prior()
    members: Counts = {day: Counter() for day in days}
    seen: set[str] = set()
    shares = 0
    for keys, lines in open_order_source().shards(conf.get("SHARD_SIZE")):
        shares += _fill_shares(list(keys), lines, days=days, prior=prior, members=members)
        seen.update(keys)
    rest = [key for key in open_directory().customer_keys() if key not in seen]
    for since in customer_since(rest).values():
        for day in days:
            members[day][Buyclass.NEW] += since <= day
    return Backfilled(shares=shares, counts=_fill_counts(members))


def month_ends(months: int, *, before: date) -> Iterator[date]:
    """The last days of so many months before the one that a day is in, the earliest first."""
    this_month = before.year * 12 + before.month - 1
    for month in range(this_month - months + 1, this_month + 1):
        yield date(month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _fill_shares(keys: list[str], lines: pd.DataFrame, *, days: Sequence[date], prior: Prior, members: Counts) -> int:
    import numpy as np

    from segmentation.analysis.classify import classify
    from segmentation.services.result_rows import to_arrow
    from segmentation.services.store_share_history import SHARES
    from segmentation.services.write_rows import insert_rows

    since = customer_since(keys)
    written = 0
    with transaction.atomic():
        lock_customers(keys)
        noted = _noted(keys, days)
        for day in days:
            result = classify(
                lines, as_of=day, customers=keys, config=DEFAULT_CONFIG, prior=prior, threads=1, **past_of(keys)
            )
            rows = result.customers
            ordered = rows["occasions"].to_numpy() > 0
            names = rows["customer_key"].astype("str")
            is_customer = ordered | np.array([since.get(key, date.max) <= day for key in names], dtype=np.bool_)
            members[day].update(rows["buyclass"].astype("str")[is_customer].tolist())
            members[day][MIXED] += int(rows["mixed"].to_numpy()[is_customer].sum())
            missing = ordered & ~names.isin(noted[day]).to_numpy()
            insert_rows(ShareHistory, to_arrow(rows[missing], ("customer_key", *SHARES), as_of=day))
            written += int(missing.sum())
    return written


def _noted(keys: list[str], days: Sequence[date]) -> Mapping[date, set[str]]:
    """Of each month, by its last day, the companies whose shares are there."""
    noted: dict[date, set[str]] = {day: set() for day in days}
    if not days:
        return noted
    months = {(day.year, day.month): day for day in days}
    found = ShareHistory.objects.filter(
        Among("customer_key", keys), as_of__gte=days[0].replace(day=1), as_of__lte=days[-1]
    )
    for key, as_of in found.values_list("customer_key", "as_of").iterator():
        noted[months[as_of.year, as_of.month]].add(key)
    return noted


def _fill_counts(members: Counts) -> int:
    builtin = dict(Segment.objects.filter(key__in=BUILTIN_SEGMENTS).values_list("key", "pk"))
    there = set(
        SegmentCount.objects.filter(segment__in=builtin.values(), day__in=members).values_list("segment_id", "day")
    )
    missing = [
        SegmentCount(segment_id=pk, day=day, members=counts[key])
        for day, counts in members.items()
        for key, pk in builtin.items()
        if (pk, day) not in there
    ]
    SegmentCount.objects.bulk_create(missing, batch_size=500, ignore_conflicts=True)
    return len(missing)
