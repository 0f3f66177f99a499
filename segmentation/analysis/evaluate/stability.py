"""How often classes change from one weekly run to the next, and how often they change back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.arrays import Ints
from segmentation.analysis.buyclass import ClassCodes
from segmentation.analysis.clean import day_number
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.evaluate.timeline import Timeline, read_timeline
from segmentation.analysis.expectations import expect_next
from segmentation.analysis.priors import Prior
from segmentation.analysis.shares import replay_path

WEEKS = 52
BACK_WITHIN_WEEKS = 8
ACTIVE_DAYS = 90
NOT_YET = -1
"""In place of a class, before a company's first order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyClasses:
    """What a run at the end of each of these days says; one row per day, one column per company."""

    days: Sequence[date]
    buyclass: ClassCodes
    orders: Ints
    last_order: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """Shares of company-weeks, and a rate per company and year. A company counts from its first order on."""

    weeks: int
    company_years: float
    changed: float
    changed_active: float
    """Among companies with an order in the 90 days before."""
    changed_settled: float
    """Among companies with a second order behind them: the second ends being new by definition."""
    changed_back: float
    """Changes that are undone within 8 weeks, per company and year."""


def run_days(first: date, last: date) -> list[date]:
    """The days of a year of weekly runs that ends on the last day; fewer where there is no order yet."""
    days = [last - timedelta(weeks=week) for week in range(WEEKS, -1, -1)]
    return [day for day in days if day >= first]


def weekly_classes(
    lines: pd.DataFrame,
    *,
    days: Sequence[date],
    customers: Sequence[str],
    config: ClassifierConfig,
    prior: Prior,
    returns_foreseen: bool = False,
) -> WeeklyClasses:
    """The class of every company after each of these days, with one prior throughout.

    The class after each occasion is replayed once and looked up. A return changes what had been bought before it, so
    companies that returned anything are worked out anew for every day; unless their returns are to be foreseen, as if
    nothing had been bought that came back later.
    """
    returned = lines["customer_key"].isin(lines.loc[lines["quantity"] < 0, "customer_key"].unique()).to_numpy()
    if returns_foreseen:
        returned = np.zeros(len(lines), dtype=np.bool_)
    buyclass = np.full((len(days), len(customers)), NOT_YET, dtype=np.int8)
    orders, last_order = np.zeros((2, len(days), len(customers)), dtype=np.int64)
    steady = read_timeline(lines[~returned], as_of=days[-1], customers=customers, config=config)
    path = _path(steady, config=config, prior=prior)
    for week, day in enumerate(days):
        known = [(steady, path)]
        if returned.any():
            changing = read_timeline(lines[returned], as_of=day, customers=customers, config=config)
            known.append((changing, _path(changing, config=config, prior=prior)))
        for timeline, classes in known:
            rows = timeline.last_before(day_number(day) + 1)
            owner = timeline.occasions.owner[rows]
            buyclass[week, owner] = classes[rows]
            orders[week, owner] = timeline.occasions.index[rows] + 1
            last_order[week, owner] = timeline.occasions.day[rows]
    return WeeklyClasses(days=days, buyclass=buyclass, orders=orders, last_order=last_order)


def _path(timeline: Timeline, *, config: ClassifierConfig, prior: Prior) -> ClassCodes:
    occasions = timeline.occasions
    return replay_path(
        occasions, timeline.big, expected=expect_next(occasions, prior), prior=prior, config=config
    ).buyclass


def measure_stability(weekly: WeeklyClasses) -> Stability:
    """How often the classes of weekly runs change, and change back."""
    before, after = weekly.buyclass[:-1], weekly.buyclass[1:]
    known = before != NOT_YET
    changed = known & (before != after)
    today = np.array([day_number(day) for day in weekly.days[:-1]])[:, None]
    active = known & (weekly.last_order[:-1] > today - ACTIVE_DAYS)
    settled = weekly.orders[:-1] > 1
    years = known.sum() * 7 / 365
    return Stability(
        weeks=len(weekly.days) - 1,
        company_years=round(float(years), 1),
        changed=_share(changed, known),
        changed_active=_share(changed, active),
        changed_settled=_share(changed, settled),
        changed_back=float(_count_undone(weekly.buyclass, changed) / years) if years else 0.0,
    )


def _count_undone(buyclass: ClassCodes, changed: npt.NDArray[np.bool_]) -> int:
    company, week = np.nonzero(changed.T)
    same = company[1:] == company[:-1]
    soon = week[1:] - week[:-1] <= BACK_WITHIN_WEEKS
    undone = buyclass[week[1:] + 1, company[1:]] == buyclass[week[:-1], company[:-1]]
    return int((same & soon & undone).sum())


def _share(part: npt.NDArray[np.bool_], whole: npt.NDArray[np.bool_]) -> float:
    return float((part & whole).sum() / whole.sum()) if whole.any() else 0.0
