from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from segmentation.analysis.clean import CleanLines, DataQuality, clean_lines, day_number
from segmentation.analysis.config import DEFAULT_CONFIG, ClassifierConfig
from segmentation.analysis.returns import scale_value
from tests.segmentation.analysis.order_lines import Line, on_day, order_lines, repeat_order

DAY_0 = day_number(on_day(0))


def clean(lines: list[Line], config: ClassifierConfig = DEFAULT_CONFIG) -> tuple[CleanLines, DataQuality]:
    return clean_lines(order_lines(lines), as_of=on_day(1000), config=config)


def kept(lines: list[Line], config: ClassifierConfig = DEFAULT_CONFIG) -> list[tuple[int, float, float]]:
    """Day, quantity and value of what is left."""
    cleaned, _ = clean(lines, config)
    return list(
        zip(
            (cleaned.day - DAY_0).tolist(),
            (cleaned.quantity / 1000).tolist(),
            (cleaned.value / 100).tolist(),
            strict=True,
        )
    )


def test_same_item_on_one_day_is_one_row() -> None:
    assert kept(repeat_order("acme", [3, 3])) == [(3, 20.0, 100.0)]


def test_return_is_taken_off_the_latest_earlier_purchase() -> None:
    lines = repeat_order("acme", [0, 10, 30]) + repeat_order("acme", [20], quantity=-4)

    assert kept(lines) == [(0, 10.0, 50.0), (10, 6.0, 30.0), (30, 10.0, 50.0)]


def test_return_larger_than_a_purchase_reaches_the_one_before() -> None:
    lines = repeat_order("acme", [0, 10]) + repeat_order("acme", [20], quantity=-13)

    assert kept(lines) == [(0, 7.0, 35.0)]


def test_second_return_goes_on_where_the_first_stopped() -> None:
    lines = repeat_order("acme", [0, 10]) + repeat_order("acme", [20, 25], quantity=-7)

    assert kept(lines) == [(0, 6.0, 30.0)]


def test_return_on_the_day_of_the_purchase_counts() -> None:
    assert kept(repeat_order("acme", [5]) + repeat_order("acme", [5], quantity=-10)) == []


@pytest.mark.parametrize(("day", "left", "unmatched"), [(180, 6.0, 0), (181, 10.0, 1)])
def test_return_after_the_window_is_ignored_and_counted(day: int, left: float, unmatched: int) -> None:
    lines = repeat_order("acme", [0]) + repeat_order("acme", [day], quantity=-4)

    cleaned, quality = clean(lines)

    assert (cleaned.quantity / 1000).tolist() == [left]
    assert (quality.returns_matched, quality.returns_unmatched) == (1 - unmatched, unmatched)


def test_return_never_touches_another_company_or_item() -> None:
    lines = repeat_order("acme", [0]) + repeat_order("bolt", [0]) + repeat_order("acme", [0], sku="pens")

    assert len(kept([*lines, *repeat_order("crown", [9], quantity=-10), *repeat_order("acme", [9], sku="ink")])) == 4


def test_lines_that_cannot_be_used_are_counted() -> None:
    free = ("acme", on_day(1), "pens", "", 5, 0.0)
    late = ("acme", on_day(1001), "pens", "pens", 5, 1.0)

    _, quality = clean([*repeat_order("acme", [0], category=""), free, late])

    assert quality == DataQuality(
        lines_read=3, lines_after_as_of=1, lines_without_value=1, lines_without_category=1, lines_kept=1
    )


def test_value_of_what_is_left_does_not_overflow() -> None:
    value = scale_value(np.array([10**13]), quantity=np.array([3 * 10**9]), left=np.array([3 * 10**9 - 1]))

    assert value.tolist() == [10**13 * (3 * 10**9 - 1) // (3 * 10**9)]


def test_orders_within_the_merge_window_are_one_occasion() -> None:
    config = replace(DEFAULT_CONFIG, merge_window_days=2)

    assert kept(repeat_order("acme", [0, 2, 4, 7]), config) == [(0, 30.0, 150.0), (7, 10.0, 50.0)]


def test_merge_window_does_not_join_two_companies() -> None:
    config = replace(DEFAULT_CONFIG, merge_window_days=3)

    assert kept(repeat_order("acme", [5]) + repeat_order("bolt", [6]), config) == [(5, 10.0, 50.0), (6, 10.0, 50.0)]


def test_missing_category_is_refused() -> None:
    lines = order_lines(repeat_order("acme", [0])).assign(category=None)

    with pytest.raises(ValueError, match=r"^Order lines have no empty customer, sku or category"):
        clean_lines(lines, as_of=on_day(1), config=DEFAULT_CONFIG)


def test_day_before_1970_is_refused() -> None:
    lines = order_lines(repeat_order("acme", [0])).assign(day=-1)

    with pytest.raises(ValueError, match=r"^Order lines before 1970-01-01 are not supported\.$"):
        clean_lines(lines, as_of=on_day(1), config=DEFAULT_CONFIG)
