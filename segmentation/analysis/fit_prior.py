"""From sums over a shop's own buyers to a prior."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.analysis.arrays import SCALE, Floats
from segmentation.analysis.expectations import BREADTH, LEAST_SHARE
from segmentation.analysis.prior_sums import (
    BIN_WIDTH,
    BINS,
    BUCKETS,
    COLUMNS,
    FITTED_WEIGHT,
    GAPS_SEEN,
    PRIOR_GAPS,
    REFERENCE_GAP,
    UNIT,
    PriorSums,
    prior_sums,
    prior_sums_of_lines,
)
from segmentation.analysis.priors import DEFAULT_PRIOR, ORDER_INDEX, Prior, ShareRow, normalised, stamp

__all__ = [
    "PriorSums",
    "TooFewOccasionsError",
    "prior_from_sums",
    "prior_or_shipped",
    "prior_sums",
    "prior_sums_of_lines",
]

FEWEST_OCCASIONS = 200
"""From about 150 on, a shop's own prior foretells its next orders better than the one that is shipped."""
RIDGE = 5.0
"""How many occasions speak for the mean of all buckets, and for breadth not mattering."""
DIGITS = 6
"""Everything fitted is rounded, so that the same sums give the same version on any machine."""
WINDOW = (0.25, 0.75)
DUE, OVERDUE, AT_RISK = 0.5, 0.8, 0.9


@dataclass
class TooFewOccasionsError(ValueError):
    """Not enough behaviour to tell what is usual."""

    found: int
    needed: int

    def __str__(self) -> str:
        return f"A prior needs at least {self.needed} orders that follow another of the same company, not {self.found}."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    shares: tuple[ShareRow, ...]
    centres: tuple[tuple[float, float, float], ...]
    slopes: tuple[ShareRow, ...]


def prior_or_shipped(sums: PriorSums, *, version: str) -> Prior:
    """The prior of these sums, or the one that is shipped where they are too few."""
    return prior_from_sums(sums, version=version) if sum(sums.occasions) >= FEWEST_OCCASIONS else DEFAULT_PRIOR


def prior_from_sums(sums: PriorSums, *, version: str, fewest: int = FEWEST_OCCASIONS) -> Prior:
    """The prior of everybody in the sums, stamped `version` and a hash; raises TooFewOccasionsError.

    Shares are fitted so that they are right where they are used: mixed with the company's own behaviour, in the
    proportion in which the replay mixes them. That is a ridge regression, and these sums are all it needs.
    """
    found = sum(sums.occasions)
    if found < fewest:
        raise TooFewOccasionsError(found=found, needed=fewest)
    fit = _fit_shares(sums)
    gap_days = round(float(np.exp(sums.log_gaps[0] / SCALE / found)), DIGITS)
    quantiles = _gap_quantiles(sums, gap_days, (*WINDOW, DUE, OVERDUE, AT_RISK))
    prior = Prior(
        version=version,
        weight=FITTED_WEIGHT,
        order_index=ORDER_INDEX,
        shares=(normalised(0, 0, 1), *fit.shares),
        centres=((0.0, 0.0, 0.0), *fit.centres),
        slopes=fit.slopes,
        category_shares=(normalised(0, 0, 1), *_fit_category_shares(sums)),
        prior_gaps=PRIOR_GAPS,
        gap_days=gap_days,
        window_quantiles=(quantiles[0], quantiles[1]),
        due_quantile=quantiles[2],
        overdue_quantile=quantiles[3],
        at_risk_quantile=quantiles[4],
    )
    return stamp(prior, version)


def _fit_shares(sums: PriorSums) -> _Fit:
    count = np.array(sums.occasions)
    total = int(count.sum())
    centres, spread = _breadth_by_bucket(sums, count)
    # From the columns as summed to columns about the bucket's mean, in spreads.
    about = np.eye(COLUMNS)
    about[:BUCKETS, BUCKETS:] = -centres
    about[:, BUCKETS:] /= spread
    design = about.T @ (_matrix(sums.design, COLUMNS) / UNIT**2) @ about
    outcome = about.T @ (_matrix(sums.outcome, 2) / UNIT**2)
    mean = np.array(sums.behaviour) / UNIT / total
    # What the mean of all buckets explains already; the columns of the buckets add up to the prior's part.
    outcome -= design[:, :BUCKETS].sum(axis=1)[:, None] * mean
    found = np.linalg.solve(design + RIDGE * np.eye(COLUMNS), outcome)
    slopes = (found[BUCKETS:] / spread[:, None]).round(DIGITS)
    return _Fit(
        shares=tuple(_share_row(routine, new) for routine, new in (mean + found[:BUCKETS]).round(DIGITS).tolist()),
        centres=tuple((row[0], row[1], row[2]) for row in centres.round(DIGITS).tolist()),
        slopes=tuple((routine, -routine - new, new) for routine, new in slopes.tolist()),
    )


def _fit_category_shares(sums: PriorSums) -> list[ShareRow]:
    """The same in one category, where breadth says nothing and only the first occasion can be new."""
    design, outcome = (np.array(values) / UNIT**2 for values in (sums.category_design, sums.category_outcome))
    mean = outcome.sum() / design.sum() if design.any() else 0.5
    routine = ((outcome + RIDGE * mean) / (design + RIDGE)).round(DIGITS)
    return [normalised(share, 1.0 - share, 0.0) for share in routine.clip(LEAST_SHARE, 1.0 - LEAST_SHARE).tolist()]


def _breadth_by_bucket(sums: PriorSums, count: Floats) -> tuple[Floats, Floats]:
    """The mean of each bucket, and the spread within buckets; 1 where there is none."""
    in_bucket = _matrix(sums.breadth, len(BREADTH)) / UNIT
    squares = _matrix(sums.breadth_squares, len(BREADTH)) / UNIT**2
    overall = in_bucket.sum(axis=0) / count.sum()
    centres = np.where(count[:, None] > 0, in_bucket / np.maximum(count, 1)[:, None], overall)
    variance = (squares - centres * in_bucket).sum(axis=0) / count.sum()
    return centres, np.where(variance > 1e-6, np.sqrt(np.maximum(variance, 1e-6)), 1.0)


def _share_row(routine: float, new: float) -> ShareRow:
    return normalised(max(routine, LEAST_SHARE), max(1.0 - routine - new, LEAST_SHARE), max(new, LEAST_SHARE))


def _gap_quantiles(sums: PriorSums, gap_days: float, levels: tuple[float, ...]) -> list[float]:
    """Quantiles of actual over predicted gap, with predictions drawn to this population's gap."""
    histogram = _matrix(sums.gaps, BINS)
    seen = np.arange(GAPS_SEEN)[:, None]
    middle = (np.arange(BINS) - BINS // 2 + 0.5) * BIN_WIDTH
    shift = PRIOR_GAPS * np.log(gap_days / REFERENCE_GAP) / (seen + PRIOR_GAPS)
    values = (middle - shift).ravel()
    order = np.argsort(values, kind="stable")
    running = np.cumsum(histogram.ravel()[order])
    logs = np.interp(np.array(levels) * running[-1], running, values[order] + BIN_WIDTH / 2)
    return [round(float(value), 2) for value in np.exp(logs)]


def _matrix(values: tuple[int, ...], columns: int) -> Floats:
    return np.array(values, dtype=np.float64).reshape(-1, columns)
