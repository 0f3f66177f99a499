"""How well the chance of an order soon foretells who orders, beside the frequency in the company's RFM cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from segmentation.analysis.arrays import Bools, Floats, Ints
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.evaluate.baselines import mean_of_groups
from segmentation.analysis.evaluate.examples import MOST_EARLIER, companies_at
from segmentation.analysis.evaluate.timeline import Timeline

WITHIN_DAYS = 30
SURE = 1e-3
"""No chance counts as nearer to 0 or 1: one surprise would outweigh all else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """Of everybody who had ordered by a cut-off; one entry per company."""

    foretold: dict[str, Floats]
    """By method."""
    ordered: Bools
    """Whether there was an order within the days."""


def ordered_within(timeline: Timeline, owner: Ints, day: int) -> Bools:
    """Which of these companies ordered within the days from a day on."""
    return np.isin(owner, timeline.occasions.owner[timeline.first_within(day, WITHIN_DAYS)])


def chance_by_rfm_cell(history: Timeline, day: int, *, config: ClassifierConfig) -> Floats:
    """For everybody with an order before the day, how often companies of the same cell had ordered in the past."""
    cells, outcomes = [], []
    for back in range(1, MOST_EARLIER + 1):
        cutoff = day - back * WITHIN_DAYS
        companies = companies_at(history, cutoff, config=config)
        cells.append(companies.cell)
        outcomes.append(ordered_within(history, companies.owner, cutoff))
    outcome = np.concatenate(outcomes).astype(np.float64)[:, None]
    now = companies_at(history, day, config=config).cell
    if not len(outcome):
        return np.full(len(now), 0.5)
    frequency: Floats = mean_of_groups(np.concatenate(cells), outcome, groups=125)[now, 0]
    return frequency


def area_under_curve(foretold: Floats, happened: Bools) -> float:
    """How often somebody who ordered was given a higher chance than somebody who did not; equal ones count half."""
    some, others = int(happened.sum()), int((~happened).sum())
    if not some or not others:
        return 0.5
    return float((rankdata(foretold)[happened].sum() - some * (some + 1) / 2) / (some * others))


def log_loss(foretold: Floats, happened: Bools) -> float:
    """Mean surprise, in natural units."""
    kept = np.clip(foretold, SURE, 1 - SURE)
    return float(-np.log(np.where(happened, kept, 1 - kept)).mean())
