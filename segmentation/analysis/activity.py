"""Where a company stands in its own rhythm of ordering, and when it is expected next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import SCALE, Bools, Floats, Ints, fixed, fixed_log, sum_runs
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.occasions import Occasions
from segmentation.analysis.priors import Prior
from segmentation.contracts import Activity

NO_DAY = np.iinfo(np.int64).min
"""Where there is no date; the same bits as numpy's not-a-time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """One entry per company; days since 1970-01-01 or NO_DAY."""

    activity: npt.NDArray[np.object_]
    first_day: Ints
    last_day: Ints
    expected_from: Ints
    expected_to: Ints


def ordering_rhythm(occasions: Occasions, *, owners: int, as_of: int, config: ClassifierConfig, prior: Prior) -> Rhythm:
    """Activity and expected window of every company; without an occasion it is a prospect."""
    owner, counts = occasions.owners, occasions.counts
    first, last = occasions.day[occasions.starts], occasions.day[occasions.last]
    usual_gap = _usual_gap(occasions, prior)
    silent = as_of - last
    lapsed = (
        (silent > config.lapse_floor_days)
        & (
            silent * (counts - 1 + config.lapse_prior_gaps)
            > config.lapse_factor * (last - first + config.lapse_prior_gaps * config.lapse_prior_gap_days)
        )
        & ~_may_return_this_season(occasions, silent, as_of=as_of, config=config)
    )
    names = np.select(
        [
            lapsed,
            (silent > prior.at_risk_quantile * usual_gap) & (silent > config.at_risk_floor_days),
            (silent > prior.overdue_quantile * usual_gap) & (silent > config.overdue_floor_days),
            silent >= prior.due_quantile * usual_gap,
        ],
        [Activity.LAPSED.value, Activity.AT_RISK.value, Activity.OVERDUE.value, Activity.DUE.value],
        default=Activity.ACTIVE.value,
    )
    activity = np.full(owners, Activity.PROSPECT.value, dtype=np.object_)
    activity[owner] = names.astype(np.object_)
    soonest, latest = prior.window_quantiles

    def spread(days: Ints) -> Ints:
        everybody = np.full(owners, NO_DAY, dtype=np.int64)
        everybody[owner] = days
        return everybody

    return Rhythm(
        activity=activity,
        first_day=spread(first),
        last_day=spread(last),
        expected_from=spread(last + np.maximum(np.floor(usual_gap * soonest).astype(np.int64), 1)),
        expected_to=spread(last + np.maximum(np.ceil(usual_gap * latest).astype(np.int64), 1)),
    )


def _usual_gap(occasions: Occasions, prior: Prior) -> Floats:
    """Geometric mean of the own gaps, drawn towards the population's while there are few."""
    is_gap = occasions.index > 0
    gap = np.where(is_gap, np.diff(occasions.day, prepend=0), 1)
    # The logarithm of the 1 that stands for no gap is 0.
    total = sum_runs(fixed_log(gap), occasions.starts) + prior.prior_gaps * fixed(np.log(prior.gap_days))
    return np.exp(total / (occasions.counts - 1 + prior.prior_gaps) / SCALE)


def _may_return_this_season(occasions: Occasions, silent: Ints, *, as_of: int, config: ClassifierConfig) -> Bools:
    """Whether the company bought a year ago in the season that now begins."""
    in_season = (occasions.day >= as_of - config.guard_from_days) & (occasions.day <= as_of - config.guard_to_days)
    return (sum_runs(in_season.astype(np.int64), occasions.starts) > 0) & (silent <= config.guard_limit_days)
