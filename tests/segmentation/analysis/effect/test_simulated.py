"""200 simulated trials with a known effect, and 200 with none; in each, 40 of 400 companies are held out.

Sales are skewed as in a B2B shop: lognormal companies times lognormal orders.
Each is looked at every fortnight from day 14 to 84.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from segmentation.analysis.effect.coverage import Coverage, measure_coverage
from segmentation.analysis.effect.designs import DESIGNS
from segmentation.analysis.effect.figures import BOUNDARY, FIRST_NIGHT, LAST_NIGHT, Metric
from segmentation.analysis.effect.simulate import Market

RUNS = 200
NIGHTS = range(14, 85, 14)
FEWEST_RIGHT = int(binom.ppf(0.01, RUNS, 0.95))
"""Of 200 runs that are each right 95 times in 100, fewer are right in one set of 200 out of a hundred."""


def coverage(**effect: float) -> dict[Metric, Coverage]:
    market = Market(companies=400, held_out=10, orders_a_month=2, **effect)
    return measure_coverage(market, runs=RUNS, nights=NIGHTS)


def test_interval_holds_the_true_effect_on_all_nights() -> None:
    found = coverage(more_orders=0.2, larger_orders=0.1)

    assert {metric: one for metric, one in found.items() if one.covered < FEWEST_RIGHT} == {}


def test_without_an_effect_none_is_claimed_on_any_night() -> None:
    found = coverage()

    assert {metric: one for metric, one in found.items() if RUNS - one.claimed < RUNS * 0.95} == {}


@pytest.mark.parametrize("name", ["20 of 200, half never order", "20 of 200, lognormal 1.2"])
@pytest.mark.parametrize(("more", "larger"), [(0.0, 0.0), (-0.2, -0.1)])
def test_few_held_out_and_long_tails_mislead_no_oftener(name: str, more: float, larger: float) -> None:
    market = replace(DESIGNS[name], more_orders=more, larger_orders=larger)
    found = measure_coverage(market, runs=RUNS, nights=range(14, 85, 28))

    assert {metric: one for metric, one in found.items() if one.covered < RUNS * 0.95 or one.silent > RUNS / 20} == {}


def test_an_effect_that_is_there_is_found() -> None:
    market = Market(companies=2000, held_out=30, more_orders=0.3)
    found = measure_coverage(market, runs=10, nights=[84])

    assert [found[metric].claimed for metric in (Metric.ORDERS, Metric.REVENUE, Metric.GAP)] == [10, 10, 10]


def test_boundary_is_crossed_by_chance_on_any_night_at_most_5_times_in_100() -> None:
    chance = np.random.default_rng(7)
    walk = chance.normal(size=20_000) * np.sqrt(FIRST_NIGHT)
    furthest = np.abs(walk) / np.sqrt(FIRST_NIGHT)
    for night in range(FIRST_NIGHT + 1, LAST_NIGHT + 1):
        walk += chance.normal(size=len(walk))
        furthest = np.maximum(furthest, np.abs(walk) / np.sqrt(night))

    assert (furthest > BOUNDARY).mean() == pytest.approx(0.05, abs=0.005)
