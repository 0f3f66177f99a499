from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from segmentation.analysis.clean import day_number
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.evaluate.baselines import PLAIN, Method, foretell, mean_of_groups
from segmentation.analysis.evaluate.evaluation import evaluate
from segmentation.analysis.evaluate.examples import Examples, companies_at, earlier_examples
from segmentation.analysis.evaluate.learners import learners
from segmentation.analysis.evaluate.timeline import METRICS, read_timeline
from tests.segmentation.analysis.evaluate.planted import planted_lines
from tests.segmentation.analysis.order_lines import on_day, order_lines, repeat_order

CUTOFF = on_day(250)
METHODS: Mapping[str, Method] = {**PLAIN, **learners()}


def examples_before(lines: pd.DataFrame, *, horizon: int = 60) -> Examples:
    names = sorted(lines["customer_key"].unique())
    timeline = read_timeline(lines, as_of=on_day(249), customers=names, config=DEFAULT_CONFIG)
    return earlier_examples(timeline, day_number(CUTOFF), horizon=horizon, config=DEFAULT_CONFIG)[0]


def poisoned(lines: pd.DataFrame) -> pd.DataFrame:
    """The same up to the cut-off; from then on everything is bought differently, and much of it comes back."""
    later = lines["day"] >= day_number(CUTOFF)
    changed = lines.loc[later].assign(
        sku="poison", category="poison", quantity=lines["quantity"] * 50, value=lines["value"] * 900
    )
    returned = lines.loc[later].assign(quantity=-lines["quantity"], value=-lines["value"])
    return pd.concat([lines[~later], changed, returned], ignore_index=True)


def test_every_method_is_there() -> None:
    assert list(METHODS) == [
        "overall mean",
        "order count",
        "RFM cells",
        "last occasion",
        "k-means 3",
        "k-means 8",
        "gradient boosting",
    ]


def test_nothing_after_the_cutoff_is_learnt() -> None:
    lines = planted_lines(12)
    names = sorted(lines["customer_key"].unique())
    clean, dirty = (evaluate(some, cutoffs=[CUTOFF], horizon=60, methods=METHODS) for some in (lines, poisoned(lines)))

    (before,), (after,) = clean.cutoffs, dirty.cutoffs
    assert before.company.tolist() == after.company.tolist() == list(range(len(names)))
    for method in ("buyclass", *METHODS):
        np.testing.assert_array_equal(before.foretold[method].shares, after.foretold[method].shares)
        np.testing.assert_array_equal(before.foretold[method].buyclass, after.foretold[method].buyclass)
    assert (before.prior, before.examples) == (after.prior, after.examples)
    assert not np.array_equal(before.next_shares, after.next_shares)


def test_examples_have_their_horizon_behind_them() -> None:
    # Ordered on day 100, and again a day too late for a horizon of 60 days that starts on day 190.
    lines = order_lines([*repeat_order("acme", [100, 250]), *repeat_order("bolt", [100, 249])])
    timeline = read_timeline(lines, as_of=on_day(249), customers=["acme", "bolt"], config=DEFAULT_CONFIG)

    examples, cutoffs = earlier_examples(timeline, day_number(CUTOFF), horizon=60, config=DEFAULT_CONFIG)

    assert (examples.companies.owner.tolist(), cutoffs) == ([1], 1)


def test_example_knows_only_what_was_before_its_own_cutoff() -> None:
    lines = order_lines(repeat_order("acme", [0, 50, 100, 200]))
    timeline = read_timeline(lines, as_of=on_day(249), customers=["acme"], config=DEFAULT_CONFIG)

    companies = companies_at(timeline, day_number(on_day(150)), config=DEFAULT_CONFIG)

    known = dict(zip(METRICS, companies.metrics[0].round(6).tolist(), strict=True))
    assert companies.orders.tolist() == [3]
    assert [known[name] for name in ("recency", "orders", "value", "tenure", "items", "latest gap")] == [
        50.0,
        3.0,
        15_000.0,
        100.0,
        1.0,
        50.0,
    ]


def test_mean_of_a_group_is_drawn_to_the_mean_of_all_by_twenty() -> None:
    outcome = np.array([[1.0, 0, 0], [0, 0, 1.0]])

    means = mean_of_groups(np.array([0, 1]), outcome, groups=3)

    assert means.round(6).tolist() == [
        [round((1 + 10) / 21, 6), 0.0, round(10 / 21, 6)],
        [round(10 / 21, 6), 0.0, round((1 + 10) / 21, 6)],
        [0.5, 0.0, 0.5],
    ]


@pytest.mark.parametrize("name", METHODS)
def test_shares_of_every_method_sum_to_1(name: str) -> None:
    examples = examples_before(planted_lines())

    foretold = foretell(METHODS[name], examples, examples.companies)

    np.testing.assert_allclose(foretold.shares.sum(axis=1), 1.0, atol=1e-9)
