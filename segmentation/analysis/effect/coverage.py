"""How often the measurement is right, over many simulated trials whose true effect is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from segmentation.analysis.days import day_number
from segmentation.analysis.effect.estimate import estimate_effect
from segmentation.analysis.effect.figures import Metric
from segmentation.analysis.effect.outcomes import count_outcomes
from segmentation.analysis.effect.simulate import START, Market, simulate_trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Of `runs` trials: those none of whose intervals left out the true difference on any night, and those that claimed
    one; among the first, those that never gave an interval, for want of orders."""

    runs: int
    covered: int
    claimed: int
    silent: int


def measure_coverage(market: Market, *, runs: int, nights: Sequence[int]) -> dict[Metric, Coverage]:
    """Simulate trials with the seeds 0, 1, ... and look at each on all of the nights (days after START)."""
    truth = true_differences(market)
    covered, claimed, silent = (dict.fromkeys(Metric, 0) for _ in range(3))
    for seed in range(runs):
        trial = simulate_trial(market, days=nights[-1], seed=seed)
        missed, seen, spoken = set(), set(), set()
        for night in nights:
            end = day_number(START + timedelta(days=night + 1))
            outcomes = count_outcomes(trial.lines, trial.enrolment, end=end)
            for metric in Metric:
                effect = estimate_effect(outcomes, metric)
                if effect.low is None or effect.high is None:
                    continue
                spoken.add(metric)
                if not effect.low <= truth[metric] <= effect.high:
                    missed.add(metric)
                if effect.is_seen:
                    seen.add(metric)
        for metric in Metric:
            covered[metric] += metric not in missed
            claimed[metric] += metric in seen
            silent[metric] += metric not in spoken
    return {
        metric: Coverage(runs=runs, covered=covered[metric], claimed=claimed[metric], silent=silent[metric])
        for metric in Metric
    }


def true_differences(market: Market) -> dict[Metric, float]:
    """What the intervals should hold, from the distributions themselves.

    Orders are days with a purchase: with the rate r a day, a part 1 - exp(-r) of the days, averaged over the companies.
    """
    shape = 1 / market.rate_spread**2
    buying = 1 - market.never
    scale = market.orders_a_month / 30 / shape / buying
    with_it, without = (buying * (1 - (1 + more * scale) ** -shape) for more in (1 + market.more_orders, 1.0))
    return {
        Metric.ORDERS: 30 * (with_it - without),
        Metric.REVENUE: 30 * market.order_value * ((1 + market.larger_orders) * with_it - without),
        Metric.LINES: 0.0,
        Metric.GAP: 1 / with_it - 1 / without,
    }
