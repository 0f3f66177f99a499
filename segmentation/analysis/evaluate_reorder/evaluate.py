"""All methods on the same cut-offs, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from segmentation.analysis.arrays import Floats
from segmentation.analysis.evaluate_reorder.bootstrap import paired_interval
from segmentation.analysis.evaluate_reorder.metrics import METRICS, Lists, measure
from segmentation.analysis.evaluate_reorder.ours import reorder_list
from segmentation.analysis.evaluate_reorder.popularity import global_top, personal_then_global_top, personal_top
from segmentation.analysis.evaluate_reorder.protocol import Cutoff, cut_off
from segmentation.analysis.evaluate_reorder.tifu_knn import TA_FENG, TifuParameters, day_knn, tifu_knn, tune
from segmentation.analysis.evaluate_reorder.up_cf import up_cf
from segmentation.analysis.reorder import DEFAULT_REORDER_CONFIG, ReorderConfig, fit_weights

OURS = "buyclass"
COMPARED = ("recall_10", "ndcg_10")

Method = Callable[[Cutoff], tuple[Lists, Lists]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The reorder list against the best other method in one metric, with a 95 % interval by company."""

    metric: str
    against: str
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """`table`: method, cutoff (a day, or "mean" over all), n, and the metrics; the mean rows first, the best on top."""

    table: pd.DataFrame
    differences: Sequence[Difference]
    tuned: Mapping[date, TifuParameters]
    """What TIFU-KNN was tuned to, before each cut-off."""
    weights: Mapping[date, str]
    """The version of the reorder list's own weights, fitted before each cut-off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One cut-off, all methods."""

    first_day: date
    companies: Sequence[str]
    values: Mapping[str, Mapping[str, Floats]]
    tuned: TifuParameters
    weights: str


def evaluate_reorder(
    lines: pd.DataFrame,
    *,
    cutoffs: Sequence[date],
    horizon: int = 90,
    at_most: int | None = None,
    config: ReorderConfig = DEFAULT_REORDER_CONFIG,
    done: Callable[[int], None] = lambda _: None,
) -> Evaluation:
    """Foresee each company's first basket in `horizon` days from each cut-off on, knowing only the days before.

    lines    canonical order lines            cutoffs  first days of the horizons
    at_most  companies measured per cut-off; more are drawn from by a fixed seed
    done     is told 1 after every cut-off

    Raises ValueError for a cut-off at which no company can be measured.
    """
    runs = []
    for first_day in cutoffs:
        runs.append(_measure(lines, first_day=first_day, horizon=horizon, at_most=at_most, config=config))
        done(1)
    table = pd.DataFrame(list(_rows(runs)))
    return Evaluation(
        table=table,
        differences=[_difference(runs, table, metric) for metric in COMPARED],
        tuned={run.first_day: run.tuned for run in runs},
        weights={run.first_day: run.weights for run in runs},
    )


def _measure(
    lines: pd.DataFrame, *, first_day: date, horizon: int, at_most: int | None, config: ReorderConfig
) -> Measured:
    cutoff = cut_off(lines, first_day=first_day, horizon=horizon, config=config, at_most=at_most)
    if not len(cutoff.measured):
        raise ValueError(
            f"No company with a purchase before {first_day} bought within {horizon} days: nothing can be measured."
        )
    before = first_day - timedelta(days=horizon)
    known = cutoff.known
    earlier = cut_off(known, first_day=before, horizon=horizon, config=config) if _reaches(known, before) else None
    tuned = tune(earlier)
    config = fit_weights(known, as_of=first_day - timedelta(days=1), horizon=horizon, config=config)
    values = {}
    for name, method in methods_at(config, tuned).items():
        full, own = method(cutoff)
        values[name] = measure(full=full, own=own, baskets=cutoff.baskets, bought_before=cutoff.own)
    companies = [cutoff.lines.customer_names[code] for code in cutoff.measured]
    return Measured(first_day=first_day, companies=companies, values=values, tuned=tuned, weights=config.version)


def methods_at(config: ReorderConfig, tuned: TifuParameters) -> Mapping[str, Method]:
    """Every method by its name; those that are fitted come with what they were fitted to."""
    return {
        OURS: partial(reorder_list, config=config),
        "P-TopFreq": personal_top,
        "G-TopFreq": global_top,
        "GP-TopFreq": personal_then_global_top,
        "TIFU-KNN (Ta-Feng)": partial(tifu_knn, parameters=TA_FENG),
        "TIFU-KNN (tuned)": partial(tifu_knn, parameters=tuned),
        "KNN by days": day_knn,
        "UP-CF@r": up_cf,
    }


def _reaches(lines: pd.DataFrame, day: date) -> bool:
    return len(lines) > 0 and int(lines["day"].min()) < (day - date(1970, 1, 1)).days


def _rows(runs: Sequence[Measured]) -> Iterator[dict[str, Any]]:
    each: list[dict[str, Any]] = [
        {"method": name, "cutoff": run.first_day.isoformat(), "n": len(run.companies)}
        | {metric: _mean(values[metric]) for metric in METRICS}
        for run in runs
        for name, values in run.values.items()
    ]
    means: list[dict[str, Any]] = [
        {"method": name, "cutoff": "mean", "n": sum(len(run.companies) for run in runs)}
        | {metric: _mean(np.array([_mean(run.values[name][metric]) for run in runs])) for metric in METRICS}
        for name in runs[0].values
    ]
    yield from sorted(means, key=lambda row: -row["recall_10"])
    yield from each


def _mean(values: Floats) -> float:
    """Over what is known; NaN where nothing is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def _difference(runs: Sequence[Measured], table: pd.DataFrame, metric: str) -> Difference:
    means = table[table["cutoff"] == "mean"].set_index("method")[metric]
    best = str(means.drop(OURS).idxmax())
    pairs = [(run.companies, run.values[OURS][metric] - run.values[best][metric]) for run in runs]
    low, high = paired_interval(pairs)
    return Difference(metric=metric, against=best, difference=float(means[OURS] - means[best]), low=low, high=high)
