from __future__ import annotations

import math

import numpy as np
import pytest

from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.days import day_number
from segmentation.analysis.evaluate.chances import area_under_curve, chance_by_rfm_cell, log_loss, ordered_within
from segmentation.analysis.evaluate.evaluation import evaluate
from segmentation.analysis.evaluate.figures import chance_rows
from segmentation.analysis.evaluate.timeline import Timeline, read_timeline
from tests.segmentation.analysis.evaluate.planted import planted_lines
from tests.segmentation.analysis.order_lines import on_day, order_lines, repeat_order


def timeline() -> Timeline:
    lines = order_lines([*repeat_order("acme", range(0, 200, 20)), *repeat_order("bolt", [0])])
    return read_timeline(lines, as_of=on_day(199), customers=["acme", "bolt"], config=DEFAULT_CONFIG)


@pytest.mark.parametrize(
    ("foretold", "area"),
    [
        ((0.1, 0.2, 0.8, 0.9), 1.0),
        ((0.9, 0.8, 0.2, 0.1), 0.0),
        ((0.5, 0.5, 0.5, 0.5), 0.5),
        ((0.1, 0.8, 0.5, 0.9), 0.75),
    ],
)
def test_area_under_the_curve_by_hand(foretold: tuple[float, ...], area: float) -> None:
    assert area_under_curve(np.array(foretold), np.array([False, False, True, True])) == area


def test_nobody_to_compare_with_is_no_better_than_chance() -> None:
    assert area_under_curve(np.array([0.1, 0.2]), np.array([True, True])) == 0.5


def test_log_loss_by_hand() -> None:
    assert log_loss(np.array([0.25, 0.25]), np.array([True, False])) == pytest.approx(-(math.log(0.25 * 0.75)) / 2)


def test_impossible_that_happened_costs_no_fortune() -> None:
    assert log_loss(np.array([0.0]), np.array([True])) == pytest.approx(math.log(1000))


def test_who_ordered_within_thirty_days() -> None:
    assert ordered_within(timeline(), np.array([0, 1]), day_number(on_day(50))).tolist() == [True, False]


def test_past_frequency_tells_a_regular_from_one_who_never_came_back() -> None:
    regular, once = chance_by_rfm_cell(timeline(), day_number(on_day(200)), config=DEFAULT_CONFIG)

    assert regular > once


def test_without_a_past_every_chance_is_even() -> None:
    assert chance_by_rfm_cell(timeline(), day_number(on_day(1)), config=DEFAULT_CONFIG).tolist() == [0.5, 0.5]


def test_chance_is_measured_for_everybody_who_had_ordered() -> None:
    rows = chance_rows(evaluate(planted_lines(12), cutoffs=[on_day(200)], horizon=60))

    assert [(row["cutoff"], row["method"], row["n"]) for row in rows] == [
        ("all", "buyclass", 36),
        ("all", "RFM cells", 36),
        ("2020-07-19", "buyclass", 36),
        ("2020-07-19", "RFM cells", 36),
    ]


def test_horizon_that_ends_before_thirty_days_tells_nothing_of_them() -> None:
    assert chance_rows(evaluate(planted_lines(12), cutoffs=[on_day(200)], horizon=20)) == []
