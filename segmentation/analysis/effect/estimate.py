"""How much a feature changes, with an interval that holds on every night one looks."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.effect.errors import freedom_of, variances_of
from segmentation.analysis.effect.figures import BOUNDARY, Effect, Group, Metric, Spread
from segmentation.analysis.effect.outcomes import BEFORE_DAYS

DAYS_A_MONTH = 30

Numbers = npt.NDArray[np.float64]

PARTS = {
    Metric.ORDERS: ("orders", "months"),
    Metric.REVENUE: ("revenue", "months"),
    Metric.LINES: ("lines", "orders"),
    Metric.GAP: ("days", "orders"),
}


def estimate_effect(outcomes: pd.DataFrame, metric: Metric) -> Effect:
    """What the outcomes of `count_outcomes` say about one metric."""
    held = outcomes["held_out"].to_numpy(np.bool_)
    amount, measure = _parts(outcomes, metric, "")
    orders = outcomes["orders"].to_numpy(np.float64)
    groups = [np.flatnonzero(~held), np.flatnonzero(held)]
    days = int(outcomes["days"].max()) if len(outcomes) else 0
    rates = [_ratio(amount[group], measure[group]) for group in groups]
    if any(len(group) < 2 for group in groups) or not all(math.isfinite(rate) for rate in rates):
        on, held_out = (_group(group, orders, rate) for group, rate in zip(groups, rates, strict=True))
        return Effect(metric=metric, on=on, held_out=held_out, days=days)
    residuals = np.empty(len(outcomes))
    for group, rate in zip(groups, rates, strict=True):
        residuals[group] = (amount[group] - rate * measure[group]) / measure[group].mean()
    covariate = _covariate(outcomes, metric)
    slope = _slope(residuals, covariate, groups)
    values = [
        rate - slope * (covariate[group].mean() - covariate.mean()) for group, rate in zip(groups, rates, strict=True)
    ]
    adjusted = residuals - slope * covariate
    effect = Effect(
        metric=metric,
        on=_group(groups[0], orders, values[0]),
        held_out=_group(groups[1], orders, values[1]),
        days=days,
        difference=values[0] - values[1],
        spread=_spread(outcomes, metric, groups, rates, adjusted),
    )
    measures = [measure[group] for group in groups]
    freedom = freedom_of(measures)
    if not effect.is_enough or freedom < 1:
        return effect
    variances = variances_of([adjusted[group] for group in groups], [covariate[group] for group in groups], measures)
    return _with_interval(effect, values, variances, _factor(freedom))


def _with_interval(effect: Effect, values: list[float], variances: list[float], factor: float) -> Effect:
    difference, margin = values[0] - values[1], factor * math.sqrt(sum(variances))
    relative_low, relative_high = _relative(values, variances, factor)
    return replace(
        effect,
        low=difference - margin,
        high=difference + margin,
        relative=difference / values[1] if values[1] > 0 else None,
        relative_low=relative_low,
        relative_high=relative_high,
    )


def _parts(outcomes: pd.DataFrame, metric: Metric, window: str) -> tuple[Numbers, Numbers]:
    """What is summed above and below the line, of each company."""
    days = {"": outcomes["days"], "_early": outcomes["days_early"], "_before": pd.Series(BEFORE_DAYS, outcomes.index)}
    known = {"days": days[window], "months": days[window] / DAYS_A_MONTH}
    above, below = (
        known[name] if name in known else outcomes[name + window] for name in PARTS[metric]
    )  # fmt: skip
    return above.to_numpy(np.float64), below.to_numpy(np.float64)


def _ratio(amount: Numbers, measure: Numbers) -> float:
    total = float(measure.sum())
    return float(amount.sum()) / total if total > 0 else math.nan


def _group(companies: npt.NDArray[np.intp], orders: Numbers, value: float) -> Group:
    known = value if math.isfinite(value) else 0.0
    return Group(companies=len(companies), orders=int(orders[companies].sum()), value=known)


def _covariate(outcomes: pd.DataFrame, metric: Metric) -> Numbers:
    """How each company stood in the metric before, against all; weighed by how long it has been looked at since."""
    amount, measure = _parts(outcomes, metric, "_before")
    rate = _ratio(amount, measure)
    if not math.isfinite(rate):
        return np.zeros(len(outcomes))
    days = outcomes["days"].to_numpy(np.float64)
    found: Numbers = (amount - rate * measure) / measure.mean() * days / days.mean()
    return found


def _slope(residuals: Numbers, covariate: Numbers, groups: list[npt.NDArray[np.intp]]) -> float:
    """By least squares within the groups (CUPED: Deng, Xu, Kohavi & Walker 2013)."""
    centred = [(residuals[group], covariate[group] - covariate[group].mean()) for group in groups]
    square = sum(float(before @ before) for _residual, before in centred)
    return sum(float(residual @ before) for residual, before in centred) / square if square > 0 else 0.0


def _factor(freedom: float) -> float:
    """Standard errors that stand for BOUNDARY where the errors are themselves estimated."""
    from scipy.special import ndtr, stdtrit

    return float(stdtrit(freedom, float(ndtr(BOUNDARY))))


def _relative(values: list[float], variances: list[float], factor: float) -> tuple[float | None, float | None]:
    """Bounds of the ratio of two means less one (Fieller 1954); they leave out zero where the difference does."""
    (on, held), (error_on, error_held) = values, variances
    below = held**2 - factor**2 * error_held
    if held <= 0 or below <= 0:
        return None, None
    middle = on * held
    root = math.sqrt(max(0.0, middle**2 - below * (on**2 - factor**2 * error_on)))
    return (middle - root) / below - 1, (middle + root) / below - 1


def _spread(
    outcomes: pd.DataFrame, metric: Metric, groups: list[npt.NDArray[np.intp]], rates: list[float], adjusted: Numbers
) -> Spread:
    """The halves of a company's window differ by what is within it; what is left of the variance lasts."""
    amount, measure = _parts(outcomes, metric, "")
    early_amount, early_measure = _parts(outcomes, metric, "_early")
    total = within = 0.0
    for group, rate in zip(groups, rates, strict=True):
        early = early_amount[group] - rate * early_measure[group]
        late = (amount - early_amount)[group] - rate * (measure - early_measure)[group]
        within += float(np.var((early - late) / measure[group].mean(), ddof=1)) * (len(group) - 1)
        total += float(np.var(adjusted[group], ddof=1)) * (len(group) - 1)
    freedom = len(outcomes) - 2
    return Spread(
        between=max(0.0, (total - within) / freedom),
        within=min(within, total) / freedom,
        days=float(outcomes["days"].mean()),
    )
