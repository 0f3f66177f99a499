from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings

from segmentation.analysis.buyclass import BUYCLASSES
from segmentation.analysis.classify import classify
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.evaluate.stability import (
    NOT_YET,
    WeeklyClasses,
    measure_stability,
    run_days,
    weekly_classes,
)
from segmentation.analysis.priors import DEFAULT_PRIOR
from tests.segmentation.analysis.order_lines import histories, on_day, order_lines, repeat_order

CODES = {kind.value: code for code, kind in enumerate(BUYCLASSES)}
ROUTINE, MAJOR, NEW = range(3)


def weekly(rows: list[list[int]]) -> WeeklyClasses:
    """Classes of companies by week; all have ordered twice, the last time on the first day."""
    classes = np.array(rows, dtype=np.int8)
    day = (on_day(0) - on_day(0)).days + 18_262
    return WeeklyClasses(
        days=[on_day(7 * week) for week in range(len(rows))],
        buyclass=classes,
        orders=np.where(classes == NOT_YET, 0, 2),
        last_order=np.where(classes == NOT_YET, 0, day),
    )


@settings(max_examples=25)
@given(lines=histories())
def test_looking_up_the_replay_is_classifying_every_week(lines: pd.DataFrame) -> None:
    assume(not lines.empty)
    names = sorted(lines["customer_key"].unique())
    days = [on_day(200 + 60 * week) for week in range(10)]

    found = weekly_classes(lines, days=days, customers=names, config=DEFAULT_CONFIG, prior=DEFAULT_PRIOR)

    for week, day in enumerate(days):
        really = classify(lines, as_of=day, customers=names).customers
        codes = np.where(really["occasions"] == 0, NOT_YET, really["buyclass"].map(CODES))
        assert found.buyclass[week].tolist() == codes.tolist()
        assert found.orders[week].tolist() == really["occasions"].tolist()


def test_foreseen_returns_were_never_bought() -> None:
    lines = order_lines([*repeat_order("acme", [0, 10]), ("acme", on_day(30), "paper", "paper", -10, 5.0)])
    days = [on_day(5), on_day(20), on_day(40)]

    as_run, foreseen = (
        weekly_classes(
            lines,
            days=days,
            customers=["acme"],
            config=DEFAULT_CONFIG,
            prior=DEFAULT_PRIOR,
            returns_foreseen=returns_foreseen,
        )
        for returns_foreseen in (False, True)
    )

    assert (as_run.orders.ravel().tolist(), foreseen.orders.ravel().tolist()) == ([1, 2, 1], [1, 1, 1])


def test_a_year_has_53_runs_that_end_on_the_last_day() -> None:
    days = run_days(on_day(0), on_day(1000))

    assert (len(days), days[0], days[-1]) == (53, on_day(1000 - 364), on_day(1000))


def test_runs_begin_with_the_lines() -> None:
    assert run_days(on_day(0), on_day(20)) == [on_day(6), on_day(13), on_day(20)]


def test_changes_are_counted_from_the_first_order_on() -> None:
    stability = measure_stability(weekly([[NOT_YET, MAJOR], [NEW, MAJOR], [MAJOR, MAJOR], [MAJOR, MAJOR]]))

    assert (stability.weeks, stability.changed) == (3, pytest.approx(1 / 5))


def test_change_that_is_undone_within_eight_weeks_is_counted_once() -> None:
    stability = measure_stability(weekly([[MAJOR], *[[ROUTINE]] * 8, [MAJOR], [MAJOR]]))

    assert stability.changed_back == pytest.approx(365 / 70)


def test_change_that_is_undone_later_or_goes_on_is_none() -> None:
    late = [MAJOR, *[ROUTINE] * 9, MAJOR]
    onward = [NEW, *[MAJOR] * 4, *[ROUTINE] * 6]

    stability = measure_stability(weekly([list(row) for row in zip(late, onward, strict=True)]))

    assert stability.changed_back == 0.0


def test_active_are_those_with_an_order_in_the_90_days_before() -> None:
    # The last order is that of the first day; the only change comes in week 14, with nobody active any more.
    stability = measure_stability(weekly([[MAJOR]] * 14 + [[ROUTINE]] * 2))

    assert (stability.changed, stability.changed_active) == (pytest.approx(1 / 15), 0.0)


def test_second_order_does_not_count_as_a_change_of_the_settled() -> None:
    lines = order_lines(repeat_order("acme", [0, 10]))
    found = weekly_classes(
        lines,
        days=[on_day(0) + timedelta(weeks=week) for week in range(4)],
        customers=["acme"],
        config=DEFAULT_CONFIG,
        prior=DEFAULT_PRIOR,
    )

    stability = measure_stability(found)

    assert (stability.changed, stability.changed_settled) == (pytest.approx(1 / 3), 0.0)
