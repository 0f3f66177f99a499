"""The habits once more, in plain Python for one company's orders: slow, and easy to compare with their description."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from statistics import mean, median
from typing import Any

from segmentation.order_records import OrderRecord

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_habits(records: Iterable[OrderRecord], *, as_of: date) -> dict[str, Any]:
    """What can be told, in UTC and cents."""
    past = [one for one in records if one.placed_at.date() <= as_of]
    year = [one for one in past if one.placed_at.date() > as_of - timedelta(days=365)]
    late = [days for one in past if (days := _days_late(one, as_of)) is not None]
    waited = [
        (one.placed_at - one.first_look_at).total_seconds() / 86_400
        for one in year
        if one.first_look_at and one.first_look_at <= one.placed_at
    ]
    dated = [one.fixed_date if one.wished_delivery is None else True for one in year]
    found = {
        "margin_year": _margin(year),
        "days_late": mean(days for days, _ in late) if len(late) > 2 else None,
        "paid_on_time_share": mean(is_timely for _, is_timely in late) if len(late) > 2 else None,
        "discount_share": _discounts(year),
        "quote_share": _share([one.quoted for one in year]),
        "decision_days": median(waited) if len(waited) > 2 else None,
        "people_ordering": len({one.placed_by for one in year} - {None}) or None,
        "mobile_share": _share([one.small_screen for one in year]),
        "ordering_channel": _most_often([(one.channel, one.placed_at) for one in year if one.channel is not None]),
        "wished_weekday": _most_often(
            [(WEEKDAYS[one.wished_delivery.weekday()], one.placed_at) for one in year if one.wished_delivery]
        ),
        "fixed_date_share": _share(dated),
    }
    return {name: value for name, value in found.items() if value is not None}


def _margin(orders: Sequence[OrderRecord]) -> int | None:
    valued = [one for one in orders if one.value is not None]
    costed = [one for one in valued if one.cost is not None]
    whole, known = (sum(abs(one.value or 0) for one in some) for some in (valued, costed))
    if not costed or (whole - known) * 20 > whole:
        return None
    return int(100 * sum((one.value or 0) - (one.cost or 0) for one in costed))


def _discounts(orders: Sequence[OrderRecord]) -> float | None:
    known = [
        (one.discounted_value, one.value)
        for one in orders
        if one.value is not None and one.discounted_value is not None
    ]
    whole = sum(value for _, value in known)
    return float(sum(part for part, _ in known) / whole) if len(known) > 2 and whole > 0 else None


def _days_late(order: OrderRecord, as_of: date) -> tuple[int, bool] | None:
    if order.due_on is None or not as_of - timedelta(days=365) < order.due_on <= as_of:
        return None
    if order.paid_on is not None and order.paid_on <= as_of:
        return (order.paid_on - order.due_on).days, order.paid_on <= order.due_on
    return ((as_of - order.due_on).days, False) if order.due_on < as_of else None


def _share(said: Iterable[bool | None]) -> float | None:
    known = [answer for answer in said if answer is not None]
    return mean(known) if len(known) > 2 else None


def _most_often(seen: Sequence[tuple[str, datetime]]) -> str | None:
    if len(seen) < 3:
        return None
    counts = Counter(name for name, _ in seen)
    last: dict[str, datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=seen[0][1].tzinfo))
    for name, at in seen:
        last[name] = max(last[name], at)
    # Of two at the same moment any will do; the other side takes the later one in the alphabet or the week.
    return max(counts, key=lambda name: (counts[name], last[name], WEEKDAYS.index(name) if name in WEEKDAYS else name))
