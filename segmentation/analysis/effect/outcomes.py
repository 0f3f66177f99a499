"""What companies bought since they were enrolled in a trial, and what they bought before."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.clean import CleanLines

BEFORE_DAYS = 364
"""A year: a few weeks would say little of a company that orders rarely, and every season counts once."""

ENROLMENT_COLUMNS = ("customer_key", "held_out", "enrolled", "before")
"""Text, bool and two day numbers: the day of the enrolment, and the day up to which nothing of the feature was felt."""

SUMS = ("orders", "lines", "revenue")

Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int64]


def count_outcomes(lines: CleanLines, enrolment: pd.DataFrame, *, end: int) -> pd.DataFrame:
    """What each enrolled company bought on the whole days after its enrolment and before the day `end`.

    The rows of `enrolment` (ENROLMENT_COLUMNS) whose window has a day, with held_out, days and days_early (whole days
    in the window and in its first half), and of orders (days with a purchase), lines and revenue (minor units): the sum
    in the window, `_early` in its first half, `_before` in the BEFORE_DAYS before `before`.
    """
    enrolled = enrolment[enrolment["enrolled"] + 1 < end]
    place = pd.Index(lines.customer_names).get_indexer(pd.Index(enrolled["customer_key"]))
    start, before, last = (np.zeros(len(lines.customer_names), dtype=np.int64) for _ in range(3))
    known, rows = place[place >= 0], np.flatnonzero(place >= 0)
    days = end - 1 - enrolled["enrolled"].to_numpy(np.int64)
    start[known] = enrolled["enrolled"].to_numpy(np.int64)[rows] + 1
    before[known] = enrolled["before"].to_numpy(np.int64)[rows]
    last[known] = start[known] + days[rows] // 2
    day, customer = lines.day.astype(np.int64), lines.customer
    windows = {
        "": (day >= start[customer]) & (day < end),
        "_early": (day >= start[customer]) & (day < last[customer]),
        "_before": (day >= before[customer] - BEFORE_DAYS) & (day < before[customer]),
    }
    outcomes = pd.DataFrame(
        {"held_out": enrolled["held_out"].to_numpy(np.bool_), "days": days, "days_early": days // 2}
    )
    for name, within in windows.items():
        for kind, counted in zip(SUMS, _sums(lines, within), strict=True):
            column = np.zeros(len(enrolled))
            column[rows] = counted[known]
            outcomes[kind + name] = column
    return outcomes


def _sums(lines: CleanLines, within: Bools) -> tuple[npt.NDArray[np.float64], ...]:
    """Orders, lines and revenue of every customer, of these lines."""
    many = len(lines.customer_names)
    customer = lines.customer[within].astype(np.int64)
    days = np.unique(customer * lines.days + lines.day[within])
    return (
        np.bincount(days // lines.days, minlength=many).astype(np.float64),
        np.bincount(customer, minlength=many).astype(np.float64),
        np.bincount(customer, weights=lines.value[within], minlength=many).astype(np.float64),
    )
