"""Companies at a cut-off, with what they bought next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import Floats, Ints
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.evaluate.timeline import Timeline, metrics_at

STEP_DAYS = 30
MOST_EARLIER = 12
"""Methods that learn do so from up to so many earlier cut-offs, a step apart, the whole horizon of each in the past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Companies:
    """What may be known of companies at a cut-off; one entry or row per company."""

    owner: Ints
    orders: Ints
    metrics: Floats
    """`timeline.METRICS`."""
    cell: Ints
    """Which of 125 cells of recency, frequency and monetary quintiles, among everybody with an order by then."""
    last_shares: Floats
    """Routine, major and new of the last occasion."""

    def take(self, rows: npt.NDArray[np.signedinteger] | npt.NDArray[np.bool_]) -> Companies:
        """Only these."""
        return Companies(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Companies that ordered within the horizon after a cut-off, and how."""

    companies: Companies
    next_shares: Floats
    """Routine, major and new of the first occasion within the horizon."""


def companies_at(timeline: Timeline, day: int, *, config: ClassifierConfig) -> Companies:
    """Everybody with an order before the day."""
    rows = timeline.last_before(day)
    metrics = metrics_at(timeline, rows, day, config=config)
    return Companies(
        owner=timeline.occasions.owner[rows],
        orders=timeline.occasions.index[rows] + 1,
        metrics=metrics,
        cell=_rfm_cell(metrics[:, :3]),
        last_shares=timeline.shares[rows],
    )


def earlier_examples(timeline: Timeline, day: int, *, horizon: int, config: ClassifierConfig) -> tuple[Examples, int]:
    """Examples whose horizon has passed by the day, from several earlier cut-offs, and how many cut-offs there were."""
    parts = list(_earlier(timeline, day, horizon=horizon, config=config))
    if not parts:
        nobody = companies_at(timeline, 0, config=config)
        return Examples(companies=nobody, next_shares=np.empty((0, 3))), 0
    joined: dict[str, Any] = {
        field.name: np.concatenate([getattr(part.companies, field.name) for part in parts])
        for field in fields(Companies)
    }
    shares = np.concatenate([part.next_shares for part in parts])
    return Examples(companies=Companies(**joined), next_shares=shares), len(parts)


def _earlier(timeline: Timeline, day: int, *, horizon: int, config: ClassifierConfig) -> Iterator[Examples]:
    for back in range(MOST_EARLIER):
        cutoff = day - horizon - back * STEP_DAYS
        companies = companies_at(timeline, cutoff, config=config)
        following = timeline.first_within(cutoff, horizon)
        asked, found = match(companies.owner, timeline.occasions.owner[following])
        if not len(asked):
            return
        yield Examples(companies=companies.take(asked), next_shares=timeline.shares[following[found]])


def match(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Places of the values that both have; each is ascending and has no value twice."""
    _, in_left, in_right = np.intersect1d(left, right, assume_unique=True, return_indices=True)
    return in_left, in_right


def _rfm_cell(rfm: Floats) -> Ints:
    cell = np.zeros(len(rfm), dtype=np.int64)
    if not len(rfm):
        return cell
    for figure in rfm.T:
        edges = np.quantile(figure, (0.2, 0.4, 0.6, 0.8))
        cell = cell * 5 + np.searchsorted(edges, figure, side="right")
    return cell
