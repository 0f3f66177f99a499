from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from segmentation.analysis.clean import clean_lines
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.days import day_number
from segmentation.analysis.effect.errors import freedom_of, variances_of
from segmentation.analysis.effect.estimate import estimate_effect
from segmentation.analysis.effect.figures import Effect, Group, Metric, Spread
from segmentation.analysis.effect.outcomes import SUMS, count_outcomes
from segmentation.analysis.effect.outlook import Outlook, look_ahead
from segmentation.analysis.effect.simulate import Market, simulate_trial
from segmentation.testing import order_frame

DAY = date(2026, 3, 1)


def counted(lines: list[tuple[str, int, str, int]], *, end: int, before: int = 0) -> pd.DataFrame:
    """Lines as customer, day after DAY, item and value; acme has it and zeta is held out, both since DAY."""
    frame = order_frame(
        [
            {
                "customer": key,
                "day": DAY + timedelta(days=day),
                "sku": sku,
                "category": "",
                "quantity": 1,
                "value": value,
            }
            for key, day, sku, value in lines
        ]
    )
    cleaned, _ = clean_lines(frame, as_of=DAY + timedelta(days=end), config=DEFAULT_CONFIG, customers=["acme", "zeta"])
    enrolment = pd.DataFrame(
        {
            "customer_key": ["zeta", "acme"],
            "held_out": [True, False],
            "enrolled": day_number(DAY),
            "before": day_number(DAY) + before,
        }
    )
    return count_outcomes(cleaned, enrolment, end=day_number(DAY) + end)


def test_whole_days_after_the_enrolment_and_before_the_end_count() -> None:
    found = counted(
        [
            ("acme", -1, "tea", 7),
            ("acme", 0, "tea", 1000),
            ("acme", 1, "tea", 20),
            ("acme", 1, "ink", 30),
            ("acme", 4, "tea", 40),
            ("acme", 5, "tea", 2000),
        ],
        end=5,
    )

    assert found[["held_out", "days", "days_early"]].values.tolist() == [[True, 4, 2], [False, 4, 2]]
    sums = [[f"{kind}{window}" for kind in SUMS] for window in ("", "_early", "_before")]
    assert [found.loc[1, names].tolist() for names in sums] == [[2, 3, 9000], [1, 2, 5000], [1, 1, 700]]
    assert [found.loc[0, names].tolist() for names in sums] == [[0, 0, 0]] * 3


def test_what_was_bought_before_ends_where_a_trial_first_touched_the_company() -> None:
    found = counted([("acme", -20, "tea", 7), ("acme", -5, "tea", 9)], end=5, before=-10)

    assert found["revenue_before"].tolist() == [0, 700]


def test_companies_without_a_whole_day_are_left_out() -> None:
    assert counted([("acme", 0, "tea", 7)], end=1).empty


def outcomes(on: list[float], held: list[float]) -> pd.DataFrame:
    """Orders in 30 days of companies that bought nothing before."""
    orders = np.array([*on, *held])
    frame = pd.DataFrame({"held_out": [False] * len(on) + [True] * len(held), "days": 30, "days_early": 15})
    for kind in SUMS:
        frame[kind], frame[f"{kind}_early"], frame[f"{kind}_before"] = orders, orders / 2, 0.0
    return frame


def test_difference_is_that_of_the_means_with_an_interval_round_it() -> None:
    effect = estimate_effect(outcomes([4, 6] * 30, [1, 3] * 30), Metric.ORDERS)

    assert (effect.on, effect.held_out) == (
        Group(companies=60, orders=300, value=5.0),
        Group(companies=60, orders=120, value=2.0),
    )
    assert (effect.difference, effect.relative) == (3.0, 1.5)
    error = (2 * (60 / 59) / 60) ** 0.5
    assert effect.low is not None
    assert effect.high is not None
    assert 2.9 * error < 3 - effect.low < 3.1 * error
    assert effect.high - 3 == pytest.approx(3 - effect.low)
    assert effect.is_seen


def test_relative_interval_leaves_out_zero_exactly_where_the_difference_does() -> None:
    chance = np.random.default_rng(3)
    sides = set()
    for more in np.linspace(0, 1.2, 60):
        effect = estimate_effect(
            outcomes(list(chance.normal(5 + more, 1, 40)), list(chance.normal(5, 1, 40))), Metric.ORDERS
        )
        assert effect.low is not None
        assert effect.relative_low is not None
        assert (effect.low > 0) == (effect.relative_low > 0)
        sides.add(effect.low > 0)
    assert sides == {True, False}


@pytest.mark.parametrize(
    ("on", "held"), [([], [1.0, 2.0]), ([1.0, 2.0], []), ([1.0, 2.0], [3.0]), ([0.0] * 30, [0.0] * 30)]
)
def test_nothing_is_claimed_of_too_little(on: list[float], held: list[float]) -> None:
    assert [estimate_effect(outcomes(on, held), metric).is_seen for metric in Metric] == [False] * 4


def test_no_interval_is_given_below_20_companies_or_orders_in_a_group() -> None:
    bounds = []
    for held in ([5.0] * 19, [0.5] * 20, [1.0, 2.0] * 10):
        effect = estimate_effect(outcomes([4.0, 6.0] * 30, held), Metric.ORDERS)
        bounds.append((effect.low is None, effect.high is None, effect.relative is None))

    assert bounds == [(True, True, True), (True, True, True), (False, False, False)]


def test_no_interval_is_given_where_one_company_placed_all_orders() -> None:
    effect = estimate_effect(outcomes([4.0, 6.0] * 30, [0.0] * 24 + [40.0]), Metric.LINES)

    assert (effect.low, effect.high, effect.is_seen) == (None, None, False)


def test_small_group_takes_the_spread_of_both_where_its_own_is_less() -> None:
    on, held = np.array([1.0, 9.0] * 50), np.array([4.0, 6.0] * 10)
    residuals = [on - on.mean(), held - held.mean()]
    nothing, alike = [np.zeros(100), np.zeros(20)], [np.ones(100), np.ones(20)]

    together = (16 * 100 + 20) / (120 - 3)
    assert variances_of(residuals, nothing, alike) == pytest.approx([together / 100, together / 20])

    # Of equal groups both together say as much as each alone, but for leaving out each company in turn.
    wide = variances_of([residuals[1], np.array([-9.0, 9.0] * 10)], [np.zeros(20)] * 2, [np.ones(20)] * 2)
    assert wide == pytest.approx([(20 / 19) ** 2 / 20, 81 * (20 / 19) ** 2 / 20])


def test_degrees_of_freedom_are_those_of_the_companies_that_count() -> None:
    assert freedom_of([np.ones(20), np.ones(20)]) == pytest.approx(38)
    assert freedom_of([np.ones(200), np.ones(20)]) == pytest.approx(
        (1 / 200 + 1 / 20) ** 2 / (1 / 7600 + 1 / 7_960_000)
    )
    half = np.array([1.0, 0.0] * 10)
    assert freedom_of([half, half]) == pytest.approx(18)
    assert freedom_of([np.ones(20), np.array([1.0, *[0.0] * 19])]) == 0


def test_days_between_orders_leave_nobody_out() -> None:
    effect = estimate_effect(outcomes([0, 4] * 30, [0, 2] * 30), Metric.GAP)

    assert (effect.on.value, effect.held_out.value, effect.difference) == (15.0, 30.0, -15.0)


def test_what_was_bought_before_makes_the_interval_narrower() -> None:
    trial = simulate_trial(Market(companies=1000, held_out=30), days=56, seed=5)
    known = count_outcomes(trial.lines, trial.enrolment, end=int(trial.enrolment["enrolled"][0]) + 57)
    unknown = known.assign(**{f"{kind}_before": 0.0 for kind in SUMS})

    widths = []
    for one in (known, unknown):
        effect = estimate_effect(one, Metric.ORDERS)
        assert effect.low is not None
        assert effect.high is not None
        widths.append(effect.high - effect.low)
    assert widths[0] < 0.75 * widths[1]


def test_figures_are_stored_and_read_alike() -> None:
    effect = estimate_effect(outcomes([4, 6] * 30, [1, 3] * 30), Metric.REVENUE)

    assert Effect.from_payload(effect.as_payload()) == effect


def reading(*, on: int, held: int, between: float, within: float, days: int = 28, value: float = 10.0) -> Effect:
    return Effect(
        metric=Metric.REVENUE,
        on=Group(companies=on, orders=1000, value=value),
        held_out=Group(companies=held, orders=1000, value=value),
        days=days,
        spread=Spread(between=between, within=within, days=days),
    )


def test_outlook_tells_the_days_until_the_interval_is_narrow_enough() -> None:
    # (1 / 100 + 1 / 100) * 140 * 28 / days = (1 / 3.7416) ** 2, so days = 1097.6; with value 20: a quarter of it.
    assert look_ahead(reading(on=100, held=100, between=0, within=140, value=20)) == Outlook(size=0.1, days=247)
    assert look_ahead(reading(on=100, held=100, between=0, within=1)) == Outlook(size=0.1, days=0)


def test_outlook_tells_whom_to_hold_out_where_time_does_not_help() -> None:
    found = look_ahead(reading(on=1900, held=100, between=10, within=1))

    assert found == Outlook(size=0.1, held_out=8)
    assert look_ahead(reading(on=190, held=10, between=100, within=1)) == Outlook(size=0.1)


def test_outlook_is_unknown_with_hardly_an_order() -> None:
    few = Group(companies=100, orders=3, value=1.0)
    assert look_ahead(Effect(metric=Metric.ORDERS, on=few, held_out=few, days=28)) is None
