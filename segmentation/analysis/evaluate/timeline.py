"""Occasions as they are known on a day, with what tells one company from another at any day before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from segmentation.analysis.arrays import SCALE, Floats, Ints
from segmentation.analysis.big_decisions import BigDecisions, find_big_decisions
from segmentation.analysis.clean import clean_lines
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.expectations import breadth
from segmentation.analysis.fit_prior import PriorSums, prior_sums
from segmentation.analysis.line_modes import line_modes
from segmentation.analysis.occasions import Occasions, find_occasions
from segmentation.analysis.shares import CAUSES, decayed_evidence, occasion_causes


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Every occasion up to a day. Owners are places in the list of companies it was read with."""

    occasions: Occasions
    big: BigDecisions
    causes: Floats
    """How each occasion divides over CAUSES; one row per occasion."""
    sums: PriorSums

    @property
    def shares(self) -> Floats:
        """Routine, major and new share of every occasion; one row per occasion."""
        return np.stack([self.causes[:, 0], self.causes[:, 1:-1].sum(axis=1), self.causes[:, -1]], axis=1)

    def last_before(self, day: int) -> Ints:
        """The row of each company's last occasion before a day, for those that have one."""
        owner, days = self.occasions.owner, self.occasions.day
        is_last = np.ones(len(days), dtype=np.bool_)
        is_last[:-1] = (owner[1:] != owner[:-1]) | (days[1:] >= day)
        return np.flatnonzero(is_last & (days < day))

    def first_within(self, day: int, horizon: int) -> Ints:
        """The row of each company's first occasion within so many days from a day on, for those that have one."""
        within = (self.occasions.day >= day) & (self.occasions.day < day + horizon)
        rows = np.flatnonzero(within)
        owner = self.occasions.owner[rows]
        return rows[np.flatnonzero(np.diff(owner, prepend=-1))]


def read_timeline(lines: pd.DataFrame, *, as_of: date, customers: Sequence[str], config: ClassifierConfig) -> Timeline:
    """What is known at the end of a day; later lines do not exist, so later returns have not happened either."""
    cleaned, _ = clean_lines(lines, as_of=as_of, config=config, customers=customers)
    occasions, in_category, _ = find_occasions(cleaned, line_modes(cleaned, config=config))
    big = find_big_decisions(occasions, config=config)
    return Timeline(
        occasions=occasions,
        big=big,
        causes=occasion_causes(occasions, big).T,
        sums=prior_sums(occasions, big, in_category, find_big_decisions(in_category, config=config), config=config),
    )


METRICS = (
    "recency",
    "orders",
    "value",
    "tenure",
    "latest gap",
    "mean gap",
    "latest value",
    "items",
    "categories",
    "usual lines",
    *(f"recent {cause}" for cause in CAUSES),
    *(f"last {cause}" for cause in CAUSES),
)
"""What is known of a company on a day; the first three are those of RFM."""


def metrics_at(timeline: Timeline, rows: Ints, day: int, *, config: ClassifierConfig) -> Floats:
    """METRICS of the companies whose last occasion before the day is in these rows; one row per company."""
    occasions = timeline.occasions
    first = np.repeat(occasions.starts, occasions.counts)[rows]
    running = np.cumsum(occasions.value)
    value = running[rows] - running[first] + occasions.value[first]
    days, orders = occasions.day, occasions.index[rows] + 1
    tenure = days[rows] - days[first]
    plain = (
        day - days[rows],
        orders,
        value,
        tenure,
        timeline.big.gap_days[rows],
        tenure / np.maximum(orders - 1, 1),
        occasions.value[rows],
        *(np.exp(breadth(occasions)[:, rows] / SCALE)),
    )
    recent = decayed_evidence(timeline.causes.T, occasions, config=config).T[rows]
    return np.column_stack([*plain, recent, timeline.causes[rows]]).astype(np.float64)
