from __future__ import annotations

import math

import pytest

from segmentation.analysis.classify import classify
from segmentation.analysis.order_chance import chance_of_order
from segmentation.analysis.priors import DEFAULT_PRIOR
from tests.segmentation.analysis.order_lines import Line, on_day, one_customer, order_lines, repeat_order


def row_of(lines: list[Line], *, as_of: int) -> dict[str, object]:
    return one_customer(classify(order_lines(lines), as_of=on_day(as_of)).customers)


@pytest.mark.parametrize(("as_of", "last", "before"), [(364, 5000, 0), (365, 0, 5000), (729, 0, 5000), (730, 0, 0)])
def test_years_are_rolling_and_end_with_the_day(as_of: int, last: int, before: int) -> None:
    row = row_of([("acme", on_day(0), "paper", "paper", 10, 5.0)], as_of=as_of)

    assert (row["value_year"], row["value_year_before"]) == (last, before)


def test_value_is_net_of_what_came_back() -> None:
    lines: list[Line] = [("acme", on_day(0), "paper", "paper", 10, 5.0), ("acme", on_day(9), "paper", "paper", -4, 5.0)]

    assert row_of(lines, as_of=30)["value_year"] == 3000


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (range(0, 200, 20), "regular"),
        ([0, 20, 35, 60, 75, 110], "regular"),
        ([0, 10, 40, 50, 90, 100], "fairly_regular"),
        ([0, 2, 90, 92, 300, 310], "irregular"),
        ([0, 20, 40, 60], ""),
    ],
)
def test_regularity_is_how_far_gaps_are_spread(days: list[int], expected: str) -> None:
    assert row_of(repeat_order("acme", days), as_of=400)["regularity"] == expected


def test_chance_of_an_order_is_worked_out_from_the_gaps_and_the_silence() -> None:
    mean_gap = (90 + 75) / 3.5
    gone = 0.1 / (1 + 0.6 * 3)
    there = (1 - gone) * math.exp(-10 / mean_gap)
    expected = there / (there + gone) * (1 - math.exp(-30 / mean_gap))

    row = row_of(repeat_order("acme", [0, 30, 60, 90]), as_of=100)

    assert row["order_chance"] == pytest.approx(expected, abs=5e-5)


def test_longer_silence_makes_an_order_less_likely() -> None:
    chances = [chance_of_order(gaps=3, span_days=90, silent_days=days) for days in (0, 30, 90, 365)]

    assert chances == sorted(chances, reverse=True)
    assert 0 < chances[-1] < chances[0] < 1


def test_routine_is_compared_with_what_is_expected_after_as_many_orders() -> None:
    row = row_of(repeat_order("acme", [0, 30, 60]), as_of=61)

    assert row["routine_ahead"] == pytest.approx(row["share_routine"] - DEFAULT_PRIOR.shares_after(3)[0], abs=0.005)
    assert row_of(repeat_order("acme", [0]), as_of=61)["routine_ahead"] is None
