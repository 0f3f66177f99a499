"""When companies order: on working days, seldom in the holidays."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

_SATURDAY = 5


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def is_holiday(day: date) -> bool:
    """In the weeks when most offices are closed."""
    return (day.month == 7 and day.day >= 8) or (day.month == 12 and day.day >= 22)


def rhythm(first: date, last: date, *, gap: float, rng: random.Random, spread: float = 0.14) -> Iterator[date]:
    """Working days about so far apart, a few left out in the holidays; each day at most once."""
    day, before = first, None
    while day <= last:
        ordered = working_day(day)
        if ordered != before and ordered >= first and not (is_holiday(day) and rng.random() < 0.6):
            before = ordered
            yield ordered
        day += timedelta(days=max(2, round(gap * rng.lognormvariate(0, spread))))
