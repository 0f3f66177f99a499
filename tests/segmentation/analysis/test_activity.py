from __future__ import annotations

from dataclasses import replace

import pytest

from segmentation.analysis.classify import classify
from segmentation.analysis.priors import DEFAULT_PRIOR
from segmentation.contracts import Activity
from tests.segmentation.analysis.order_lines import on_day, one_customer, order_lines, repeat_order


def activity(order_days: list[int], *, as_of: int) -> object:
    lines = order_lines(repeat_order("acme", order_days))
    return one_customer(classify(lines, as_of=on_day(as_of)).customers)["activity"]


@pytest.mark.parametrize(
    ("silent", "expected"),
    [
        (0, Activity.ACTIVE),
        (31, Activity.ACTIVE),
        (32, Activity.DUE),
        (69, Activity.DUE),
        (70, Activity.OVERDUE),
        (109, Activity.OVERDUE),
        (110, Activity.AT_RISK),
        (270, Activity.AT_RISK),
        (365, Activity.AT_RISK),
        (366, Activity.LAPSED),
    ],
)
def test_single_order_is_judged_by_the_rhythm_of_everybody(silent: int, expected: Activity) -> None:
    assert activity([0], as_of=silent) == expected


def test_frequent_buyer_is_not_overdue_before_a_month() -> None:
    days = list(range(0, 100, 2))

    assert [activity(days, as_of=98 + silent) for silent in (30, 31)] == [Activity.DUE, Activity.OVERDUE]


def test_frequent_buyer_is_not_at_risk_before_two_months() -> None:
    days = list(range(0, 100, 2))

    assert [activity(days, as_of=98 + silent) for silent in (60, 61)] == [Activity.OVERDUE, Activity.AT_RISK]


def test_slow_rhythm_puts_off_the_lapse() -> None:
    days = [0, 200, 400, 600]

    # 3 * (600 + 2 * 60) / (3 + 2) = 432 days of silence.
    assert [activity(days, as_of=600 + silent) for silent in (432, 433)] == [Activity.AT_RISK, Activity.LAPSED]


def test_window_of_the_next_order_follows_the_own_rhythm() -> None:
    lines = order_lines(repeat_order("acme", [0, 50, 100, 150]))

    row = one_customer(classify(lines, as_of=on_day(151)).customers)

    # exp((3 ln 50 + 2 ln 24.9) / 5) = 37.84 days, times 0.67 and 2.36 to the power of sqrt(4 / 7), for gaps are even.
    assert (row["expected_from"], row["expected_to"]) == (on_day(150 + 27), on_day(150 + 73))


def test_window_is_a_day_where_everybody_orders_to_the_day() -> None:
    to_the_day = replace(DEFAULT_PRIOR, gap_days=30.0, window_quantiles=(1.0, 1.0))

    row = one_customer(
        classify(order_lines(repeat_order("acme", [0, 30, 60])), as_of=on_day(61), prior=to_the_day).customers
    )

    # Rounded outwards.
    assert (row["expected_from"], row["expected_to"]) == (on_day(89), on_day(90))


def test_window_of_who_orders_unevenly_is_wider() -> None:
    even, uneven = (
        one_customer(classify(order_lines(repeat_order("acme", days)), as_of=on_day(151)).customers)
        for days in ([0, 30, 60, 90, 120, 150], [0, 10, 90, 100, 120, 150])
    )

    assert _width(even) < _width(uneven)


def _width(row: dict[str, object]) -> object:
    return row["expected_to"] - row["expected_from"]  # type: ignore[operator]
