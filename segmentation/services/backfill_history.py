from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from segmentation import conf
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.days import day_number
from segmentation.analysis.priors import Prior
from segmentation.contracts import BUILTIN_SEGMENTS, MIXED
from segmentation.host import customer_since, open_directory, open_order_source, past_of
from segmentation.locks import lock_customers
from segmentation.models import Segment, SegmentCount, ShareHistory
from segmentation.models.among import Among
from segmentation.selectors.statistics import active_prior

if TYPE_CHECKING:
    import pandas as pd

Counts = dict[date, Counter[str]]

DAYS_FOLLOWED = 90
"""So many days back every day is worked out, for moves since any of them; before, the ends of months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfilled:
    """How many rows were missing, and are there now."""

    shares: int
    counts: int
    moves: int


def backfill_history(*, months: int, today: date) -> Backfilled:
    """Fill in what would be known if runs had been made in the past months; what is there stays.

    At the end of each month every company's three shares and the sizes of the built-in segments; and each company's
    moves between classes up to the first that a run noted, from the end of a month to the next, and of the last
    `DAYS_FOLLOWED` days to the day. All by the orders up to that day and today's constants. A company counts from its
    first order, or from the day it became a customer where the directory knows. Orders are read once, a part of the
    companies at a time.
    """
    days = list(month_ends(months, before=today))
    prior = active_prior()
    members: Counts = {day: Counter() for day in days}
    shares = moves = 0
    for keys, lines in _everybody():
        added = _fill_in(keys, lines, days=days, today=today, prior=prior, members=members)
        shares += added[0]
        moves += added[1]
    return Backfilled(shares=shares, counts=_fill_counts(members), moves=moves)


def month_ends(months: int, *, before: date) -> Iterator[date]:
    """The last days of so many months before the one that a day is in, the earliest first."""
    this_month = before.year * 12 + before.month - 1
    for month in range(this_month - months + 1, this_month + 1):
        yield date(month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _everybody() -> Iterator[tuple[list[str], pd.DataFrame]]:
    """Parts of the companies with their lines; at last those that never ordered, with none."""
    size, source = conf.get("SHARD_SIZE"), open_order_source()
    seen: set[str] = set()
    for keys, lines in source.shards(size):
        seen.update(keys)
        yield list(keys), lines
    rest = [key for key in open_directory().customer_keys() if key not in seen]
    for start in range(0, len(rest), size):
        yield rest[start : start + size], source.read([])


def _fill_in(
    keys: list[str], lines: pd.DataFrame, *, days: Sequence[date], today: date, prior: Prior, members: Counts
) -> tuple[int, int]:
    """Shares and moves that were added."""
    import numpy as np

    from segmentation.analysis.classify import classify
    from segmentation.services.past_moves import PastMoves
    from segmentation.services.result_rows import to_arrow
    from segmentation.services.store_share_history import SHARES
    from segmentation.services.write_rows import insert_rows

    since = customer_since(keys)
    written = 0
    with transaction.atomic():
        lock_customers(keys)
        noted, moves = _noted(keys, days), PastMoves(keys)
        for day, with_news in _days_to_work_out(keys, lines, since=since, month_ends=days, today=today):
            asked = keys if day in noted else moves.unrecorded(with_news, on=day)
            if not asked:
                continue
            own = lines if len(asked) == len(keys) else lines[lines["customer_key"].isin(asked)]
            result = classify(
                own, as_of=day, customers=asked, config=DEFAULT_CONFIG, prior=prior, threads=1, **past_of(asked)
            )
            rows = result.customers
            ordered = rows["occasions"].to_numpy() > 0
            names = rows["customer_key"].astype("str")
            is_customer = ordered | np.array([since.get(key, date.max) <= day for key in names], dtype=np.bool_)
            moves.note(rows[is_customer], as_of=day)
            if day in noted:
                members[day].update(rows["buyclass"].astype("str")[is_customer].tolist())
                members[day][MIXED] += int(rows["mixed"].to_numpy()[is_customer].sum())
                missing = ordered & ~names.isin(noted[day]).to_numpy()
                insert_rows(ShareHistory, to_arrow(rows[missing], ("customer_key", *SHARES), as_of=day))
                written += int(missing.sum())
    return written, moves.written


def _days_to_work_out(
    keys: list[str], lines: pd.DataFrame, *, since: Mapping[str, date], month_ends: Sequence[date], today: date
) -> Iterator[tuple[date, Sequence[str]]]:
    """Day after day, who is to be worked out: everybody where following starts and at month ends, else who has news."""
    first = today - timedelta(days=DAYS_FOLLOWED + 1)
    recent = lines[(lines["day"] > day_number(first)) & (lines["day"] < day_number(today))]
    names = recent["customer_key"].astype("str")
    news = {
        first + timedelta(days=int(day - day_number(first))): list(of.unique())
        for day, of in names.groupby(recent["day"])
    }
    for key, day in since.items():
        if first < day < today:
            news.setdefault(day, []).append(key)
    for day in sorted({*month_ends, first, *news}):
        yield day, keys if day == first or day in month_ends else sorted(set(news[day]))


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
