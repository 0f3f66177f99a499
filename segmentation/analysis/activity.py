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

ACTIVITIES = (
    Activity.ACTIVE,
    Activity.DUE,
    Activity.OVERDUE,
    Activity.AT_RISK,
    Activity.LAPSED,
    Activity.PROSPECT,
)
"""In the order of the codes; from active to lapsed, silence only ever moves a company on."""
PROSPECT_CODE = len(ACTIVITIES) - 1

NEVER = np.iinfo(np.int64).max
QUARTILES_APART = 1.349
"""Standard deviations between the quartiles of a normal distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """One entry per company with an occasion; days since 1970-01-01."""

    activity: npt.NDArray[np.int8]
    """Position in ACTIVITIES."""
    state_from: Ints
    """Days of silence from which the activity is what it is."""
    first_day: Ints
    last_day: Ints
    usual_gap: Floats
    """Days; geometric mean of the own gaps, drawn towards the population's while there are few."""
    gap_spread: Floats
    """Standard deviation of the logarithms of the own gaps; 0 without any."""
    expected_from: Ints
    expected_to: Ints
    changes_on: Ints
    """First later day on which any of this differs if nothing is ordered; NEVER where none does."""


def ordering_rhythm(occasions: Occasions, *, as_of: int, config: ClassifierConfig, prior: Prior) -> Rhythm:
    """Activity and expected window of every company that ordered."""
    counts = occasions.counts
    first, last = occasions.day[occasions.starts], occasions.day[occasions.last]
    usual_gap, spread = _usual_gap(occasions, prior)
    soonest, latest = np.array(prior.window_quantiles)[:, None] ** _unevenness(spread, counts - 1, prior, config)
    expected_to = last + np.maximum(np.ceil(usual_gap * latest).astype(np.int64), 1)
    # The silence, in days, from which each further state holds.
    due = np.ceil(prior.due_quantile * usual_gap).astype(np.int64)
    overdue = _above(prior.overdue_quantile * usual_gap, config.overdue_floor_days)
    at_risk = _above(prior.at_risk_quantile * usual_gap, config.at_risk_floor_days)
    span = last - first + config.lapse_prior_gaps * config.lapse_prior_gap_days
    lapsed = _above(config.lapse_factor * span / (counts - 1 + config.lapse_prior_gaps), config.lapse_floor_days)
    silent = as_of - last
    guarded = _may_return_this_season(occasions, silent, as_of=as_of, config=config)
    activity = np.select(
        [(silent >= lapsed) & ~guarded, silent >= at_risk, silent >= overdue, silent >= due], [4, 3, 2, 1]
    )
    changes = np.stack(
        [
            *(last + threshold for threshold in (due, overdue, at_risk, lapsed)),
            expected_to + 1,
            last + config.guard_limit_days + 1,
            first_day_after(occasions, config.guard_to_days, as_of=as_of),
            first_day_after(occasions, config.guard_from_days + 1, as_of=as_of),
        ]
    )
    return Rhythm(
        activity=activity.astype(np.int8),
        state_from=np.choose(activity, [np.zeros_like(due), due, overdue, at_risk, lapsed]),
        first_day=first,
        last_day=last,
        usual_gap=usual_gap,
        gap_spread=spread,
        expected_from=last + np.maximum(np.floor(usual_gap * soonest).astype(np.int64), 1),
        expected_to=expected_to,
        changes_on=np.where(changes > as_of, changes, NEVER).min(axis=0, initial=NEVER),
    )


def first_day_after(occasions: Occasions, days: int, *, as_of: int) -> Ints:
    """Per company, the first day after `as_of` that is so many days after one of its occasions; else NEVER."""
    later = occasions.day + days
    later[later <= as_of] = NEVER
    return np.minimum.reduceat(later, occasions.starts) if len(later) else later


def _above(days: Floats, floor: int) -> Ints:
    """The first whole number of days that is above both."""
    return np.maximum(np.floor(days).astype(np.int64), floor) + 1


def _usual_gap(occasions: Occasions, prior: Prior) -> tuple[Floats, Floats]:
    is_gap = occasions.index > 0
    # The logarithm of the 1 that stands for no gap is 0.
    log = fixed_log(np.where(is_gap, np.diff(occasions.day, prepend=0), 1))
    gaps = occasions.counts - 1
    own = sum_runs(log, occasions.starts)
    usual = np.exp((own + prior.prior_gaps * fixed(np.log(prior.gap_days))) / (gaps + prior.prior_gaps) / SCALE)
    mean = own / np.maximum(gaps, 1)
    squares = sum_runs(log * log, occasions.starts) / np.maximum(gaps, 1)
    return usual, np.sqrt(np.maximum(squares - mean * mean, 0)) / SCALE


def _unevenness(spread: Floats, gaps: Ints, prior: Prior, config: ClassifierConfig) -> Floats:
    """How far a company's gaps are spread, over how far everybody's are; drawn to 1 while there are few.

    The window of the next order is narrower for who orders evenly: for regular buyers of a wholesaler by a third, and
    their orders fell into it as often as those of others into theirs.
    """
    low, high = prior.window_quantiles
    if not 0 < low < high:
        # Everybody orders to the day, so there is nothing to be more even than.
        return np.ones(len(gaps))
    usual = np.log(high / low) / QUARTILES_APART
    own = (gaps * spread**2 + config.window_prior_gaps * usual**2) / (gaps + config.window_prior_gaps)
    uneven: Floats = np.sqrt(own) / usual
    return uneven


def _may_return_this_season(occasions: Occasions, silent: Ints, *, as_of: int, config: ClassifierConfig) -> Bools:
    """Whether the company bought a year ago in the season that now begins."""
    in_season = (occasions.day >= as_of - config.guard_from_days) & (occasions.day <= as_of - config.guard_to_days)
    return (sum_runs(in_season.astype(np.int64), occasions.starts) > 0) & (silent <= config.guard_limit_days)
