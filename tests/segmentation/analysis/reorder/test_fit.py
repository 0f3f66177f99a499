from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from segmentation.analysis.reorder import DEFAULT_REORDER_CONFIG, fit_weights
from tests.segmentation.analysis.order_lines import Line, on_day, order_lines

AS_OF = on_day(400)


def line(customer: str, day: int, sku: str) -> Line:
    return (customer, on_day(day), sku, "paper", 1, 5.0)


def shop(*, by_habit: bool) -> pd.DataFrame:
    """Companies that buy their own four items and chance ones, or what is asked for by everybody at the time."""
    random = np.random.default_rng(0)
    lines = []
    for company in range(60):
        own = random.permutation(40)[:4]
        for day in range(int(random.integers(0, 20)), 400, 20):
            chosen = own if by_habit else (np.arange(4) + day // 40 * 4) % 40
            lines += [line(f"c{company:02}", day, f"s{sku:02}") for sku in random.choice(chosen, 3, replace=False)]
            lines.append(line(f"c{company:02}", day, f"s{random.integers(40):02}"))
    return order_lines(lines)


def test_habit_weighs_more_where_companies_are_creatures_of_habit() -> None:
    habit, fashion = (fit_weights(shop(by_habit=by_habit), as_of=AS_OF) for by_habit in (True, False))

    assert (habit.own > fashion.own, habit.trend < fashion.trend) == (True, True)


def test_version_names_the_weights() -> None:
    found = fit_weights(shop(by_habit=True), as_of=AS_OF)

    assert found.version == f"reorder-1/{found.own}.{found.trend}.{found.demand}.{found.repeat}"
    assert replace(found, own=100, trend=120, demand=30, repeat=50, version="reorder-1") == DEFAULT_REORDER_CONFIG


def test_little_evidence_changes_little() -> None:
    lines = order_lines([line("acme", 0, "a"), line("acme", 0, "b"), line("acme", 390, "a")])

    found = fit_weights(lines, as_of=AS_OF)

    assert [found.own, found.trend, found.demand, found.repeat] == [100, 120, 30, 50]


def test_without_a_next_basket_the_weights_stay() -> None:
    for lines in (order_lines([]), order_lines([line("acme", 390, "a")]), order_lines([line("acme", 0, "a")])):
        assert fit_weights(lines, as_of=AS_OF) == DEFAULT_REORDER_CONFIG


def test_order_of_lines_and_what_comes_later_do_not_matter() -> None:
    lines = shop(by_habit=True)
    later = order_lines([line(f"c{n:02}", 401, "poison") for n in range(60)])
    mixed = pd.concat([later, lines.sample(frac=1, random_state=1)], ignore_index=True)

    assert fit_weights(mixed, as_of=AS_OF) == fit_weights(lines, as_of=AS_OF)
