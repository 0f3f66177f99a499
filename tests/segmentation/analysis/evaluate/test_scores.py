from __future__ import annotations

import numpy as np
import pytest

from segmentation.analysis.buyclass import MAJOR, NEW, ROUTINE
from segmentation.analysis.evaluate.scores import (
    brier_score,
    by_thresholds,
    calibration_error,
    class_of_mix,
    class_scores,
    ranked_probability_score,
    skill_interval,
    tune_thresholds,
)

FORETOLD = np.array([[0.5, 0.3, 0.2]])


@pytest.mark.parametrize(
    ("happened", "score"),
    [
        ((1, 0, 0), (0.5**2 + 0.2**2) / 2),
        ((0, 1, 0), (0.5**2 + 0.2**2) / 2),
        ((0, 0, 1), (0.5**2 + 0.8**2) / 2),
        ((0.5, 0.3, 0.2), 0),
    ],
)
def test_ranked_probability_score_by_hand(happened: tuple[float, ...], score: float) -> None:
    assert ranked_probability_score(FORETOLD, np.array([happened])).tolist() == [pytest.approx(score)]


def test_far_end_of_the_order_scores_1() -> None:
    assert ranked_probability_score(np.array([[1.0, 0, 0]]), np.array([[0, 0, 1.0]])).tolist() == [1.0]


def test_brier_score_by_hand() -> None:
    assert brier_score(FORETOLD, np.array([[1.0, 0, 0]])).tolist() == [pytest.approx(0.25 + 0.09 + 0.04)]


def test_calibration_error_by_hand() -> None:
    foretold = np.array([0.2, 0.2, 0.8, 0.8])
    happened = np.array([0.0, 0.6, 1.0, 1.0])

    # One tenth too low among the lower half, two tenths among the upper.
    assert calibration_error(foretold, happened, bins=2) == pytest.approx(0.15)


def test_equal_values_are_one_bin() -> None:
    assert calibration_error(np.full(6, 0.5), np.array([0, 1, 0, 1, 0, 1.0])) == 0.0


@pytest.mark.parametrize(
    ("mix", "code"),
    [
        ((0.5, 0, 0.5), ROUTINE),
        ((0.49, 0.51, 0), MAJOR),
        ((0, 0.5, 0.5), MAJOR),
        ((0, 0.49, 0.51), NEW),
        ((0.4, 0.2, 0.4), MAJOR),
    ],
)
def test_class_of_a_mix_is_the_middle_of_its_weight(mix: tuple[float, ...], code: int) -> None:
    assert class_of_mix(np.array([mix])).tolist() == [code]


def test_class_scores_by_hand() -> None:
    truth = np.array([ROUTINE, ROUTINE, MAJOR, NEW], dtype=np.int8)
    said = np.array([ROUTINE, MAJOR, MAJOR, ROUTINE], dtype=np.int8)

    scores = class_scores(truth, said)

    assert scores == {
        "accuracy": 0.5,
        "adjacent": 0.75,
        "kappa": pytest.approx(1 - 5 / (16 / 4)),
        "balanced_accuracy": pytest.approx((0.5 + 1 + 0) / 3),
        "macro_f1": pytest.approx((0.5 + 2 / 3 + 0) / 3),
    }


def test_class_that_never_occurs_is_left_out() -> None:
    only = np.array([MAJOR, MAJOR], dtype=np.int8)

    assert set(class_scores(only, only).values()) == {1.0}


def test_routine_is_tested_first() -> None:
    assert by_thresholds(np.array([[0.45, 0.05, 0.5]]), 0.4, 0.4).tolist() == [ROUTINE]


def test_thresholds_are_those_that_tell_the_classes_apart() -> None:
    foretold = np.array([[0.35, 0.45, 0.2], [0.33, 0.47, 0.2], [0.2, 0.45, 0.35], [0.2, 0.5, 0.3]])
    truth = np.array([ROUTINE, MAJOR, NEW, MAJOR], dtype=np.int8)

    routine_at, new_at = tune_thresholds(foretold, truth)

    assert by_thresholds(foretold, routine_at, new_at).tolist() == truth.tolist()


def test_skill_of_half_the_score_is_one_half_for_every_draw() -> None:
    reference = np.array([0.1, 0.2, 0.3, 0.4])

    interval = skill_interval(reference / 2, reference, np.array([1, 1, 2, 3]), seed=1)

    assert interval == pytest.approx((0.5, 0.5, 0.5))


def test_interval_is_the_same_for_the_same_seed() -> None:
    random = np.random.default_rng(0)
    score, reference = random.random((2, 50))
    company = np.arange(50) // 2

    first, second = (skill_interval(score, reference, company, seed=7) for _ in range(2))

    assert first == second
    assert first[1] < first[0] < first[2]
