from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from segmentation.analysis.evaluate.evaluation import CutoffError, Evaluation, evaluate
from segmentation.analysis.evaluate.figures import confidence_rows, cutoff_rows, score_rows, skill_rows, stability_rows
from segmentation.analysis.priors import DEFAULT_PRIOR
from tests.segmentation.analysis.evaluate.planted import EXPLORER, REPLENISHER, VARIER, planted_lines
from tests.segmentation.analysis.order_lines import on_day, order_lines, repeat_order

CUTOFFS = [on_day(200), on_day(250)]


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    return planted_lines()


@pytest.fixture(scope="module")
def evaluation(lines: pd.DataFrame) -> Evaluation:
    return evaluate(lines, cutoffs=CUTOFFS, horizon=60)


def test_every_planted_type_is_told_by_its_class(lines: pd.DataFrame, evaluation: Evaluation) -> None:
    names = np.array(sorted(lines["customer_key"].unique()))
    result = evaluation.cutoffs[-1]
    kinds = pd.Series([name.partition("-")[0] for name in names[result.company]])

    codes = pd.Series(result.foretold["buyclass"].buyclass).groupby(kinds).agg(lambda said: said.mode().iloc[0])

    assert codes.to_dict() == {REPLENISHER: 0, VARIER: 1, EXPLORER: 2}


def test_classifier_foretells_planted_types_better_than_every_simple_method(evaluation: Evaluation) -> None:
    overall = [row for row in score_rows(evaluation) if (row["cutoff"], row["orders"]) == ("all", "all")]

    assert min(overall, key=lambda row: row["rps"])["method"] == "buyclass"
    assert max(overall, key=lambda row: row["macro_f1"])["method"] == "buyclass"


def test_cutoffs_say_what_they_had_to_go_by(evaluation: Evaluation) -> None:
    first, second = cutoff_rows(evaluation)

    assert (first["cutoff"], first["companies"], first["one_order"]) == ("2020-07-19", 90, 0)
    assert (second["days_after"], second["prior"].rpartition("-")[0]) == (60, "until-2020-09-07")


def test_companies_of_all_bands_make_up_each_cutoff(evaluation: Evaluation) -> None:
    rows = [row for row in score_rows(evaluation) if row["method"] == "buyclass" and row["cutoff"] == "all"]

    counted = {row["orders"]: row["n"] for row in rows}
    assert counted["all"] == sum(count for band, count in counted.items() if band not in ("all", "2+")) == 180


def test_skill_is_measured_against_every_method(evaluation: Evaluation) -> None:
    found = [row["against"] for row in skill_rows(evaluation) if (row["cutoff"], row["orders"]) == ("all", "all")]

    assert found == ["overall mean", "order count", "RFM cells", "last occasion"]


def test_sure_classes_of_planted_buyers_are_right(evaluation: Evaluation) -> None:
    low, medium, high = confidence_rows(evaluation)

    assert low == {
        "confidence": "low",
        "n": 0,
        "mean": None,
        "right_next": None,
        "n_several": 0,
        "mean_several": None,
        "right_several": None,
    }
    assert medium["n"] + high["n"] == 180
    assert high["right_next"] > 0.95


def test_weekly_runs_are_measured_twice(evaluation: Evaluation) -> None:
    # Nothing was returned, so both are the same.
    as_run, foreseen = stability_rows(evaluation)

    assert {**as_run, "runs": ""} == {**foreseen, "runs": ""}


def test_given_prior_is_used_throughout(lines: pd.DataFrame) -> None:
    found = evaluate(lines, cutoffs=CUTOFFS[:1], horizon=60, prior=DEFAULT_PRIOR)

    assert (found.cutoffs[0].prior, found.stability_prior) == (DEFAULT_PRIOR.version, DEFAULT_PRIOR.version)


def test_target_is_the_first_occasion_within_the_horizon() -> None:
    lines = order_lines(
        [
            *repeat_order("acme", [0, 20, 40, 60, 80]),
            *repeat_order("acme", [101], sku="chair", category="chairs"),
            *repeat_order("acme", [120]),
            *repeat_order("late", [0, 20, 40, 60, 130]),
        ]
    )

    (result,) = evaluate(lines, cutoffs=[on_day(100)], horizon=30).cutoffs

    assert (result.company.tolist(), result.orders.tolist()) == ([0], [5])
    assert result.next_shares.tolist() == [[0.0, 0.0, 1.0]]
    assert result.horizon_shares.tolist() == [[0.5, 0.0, 0.5]]
    assert (result.horizon_orders.tolist(), result.horizon_class.tolist()) == ([2], [0])


@pytest.mark.parametrize(("day", "why"), [(0, "nothing_before"), (2, "nothing_to_learn_from"), (2000, "nothing_after")])
def test_cutoff_without_past_or_future_is_refused(lines: pd.DataFrame, day: int, why: str) -> None:
    with pytest.raises(CutoffError) as refused:
        evaluate(lines, cutoffs=[on_day(day)], horizon=60)

    assert (refused.value.cutoff, refused.value.why) == (on_day(day), why)
