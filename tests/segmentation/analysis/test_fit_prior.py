from __future__ import annotations

import json
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.analysis.classify import classify
from segmentation.analysis.fit_prior import TooFewOccasionsError, prior_from_sums, prior_or_shipped
from segmentation.analysis.prior_sums import PriorSums, prior_sums_of_lines
from segmentation.analysis.priors import DEFAULT_PRIOR, Prior
from tests.benchmarks.synthetic_orders import synthetic_lines
from tests.segmentation.analysis.order_lines import histories, on_day, order_lines, repeat_order

AS_OF = on_day(2000)


@pytest.fixture(scope="module")
def sums() -> PriorSums:
    return prior_sums_of_lines(synthetic_lines(12_000, seed=3), as_of=AS_OF)


@given(lines=histories(), chosen=st.sets(st.sampled_from(["acme", "bolt", "crown", "delta"])))
def test_sums_of_shards_add_up_exactly(lines: pd.DataFrame, chosen: set[str]) -> None:
    mine = lines["customer_key"].isin(chosen)

    parts = [prior_sums_of_lines(part, as_of=AS_OF) for part in (lines[mine], lines[~mine])]

    assert parts[0] + parts[1] == prior_sums_of_lines(lines, as_of=AS_OF)


def test_sums_come_back_from_plain_values_as_they_were(sums: PriorSums) -> None:
    assert PriorSums.from_dict(json.loads(json.dumps(sums.to_dict()))) == sums


def test_only_occasions_that_follow_another_count() -> None:
    lines = order_lines([*repeat_order("acme", [0, 30, 60]), *repeat_order("bolt", [5])])

    assert prior_sums_of_lines(lines, as_of=AS_OF).occasions == (1, 1, 0, 0, 0, 0, 0, 0, 0)


def test_behaviour_of_a_repeater_is_routine() -> None:
    lines = order_lines(repeat_order("acme", [0, 30, 60]))

    assert prior_sums_of_lines(lines, as_of=AS_OF).behaviour == (20_000, 0)


def test_orders_after_the_day_are_not_learnt_from() -> None:
    lines = order_lines(repeat_order("acme", [0, 30, 60, 2001]))
    known = order_lines(repeat_order("acme", [0, 30, 60]))

    assert prior_sums_of_lines(lines, as_of=AS_OF) == prior_sums_of_lines(known, as_of=AS_OF)


def test_too_few_occasions_are_refused() -> None:
    lines = order_lines(repeat_order("acme", [0, 30, 60]))

    with pytest.raises(
        TooFewOccasionsError,
        match=r"^A prior needs at least 200 orders that follow another of the same company, not 2\.$",
    ):
        prior_from_sums(prior_sums_of_lines(lines, as_of=AS_OF), version="mine")


def test_prior_of_too_few_occasions_is_the_one_shipped(sums: PriorSums) -> None:
    few = prior_sums_of_lines(order_lines(repeat_order("acme", [0, 30, 60])), as_of=AS_OF)

    versions = [prior_or_shipped(some, version="mine").version for some in (few, sums)]

    assert versions == [DEFAULT_PRIOR.version, prior_from_sums(sums, version="mine").version]


def test_same_sums_give_the_same_version(sums: PriorSums) -> None:
    first, second = (prior_from_sums(sums, version="mine") for _ in range(2))

    assert (first, first.version.startswith("mine-")) == (second, True)


def test_fitted_prior_can_be_stored(sums: PriorSums) -> None:
    prior = prior_from_sums(sums, version="mine")

    assert Prior.from_dict(json.loads(json.dumps(prior.to_dict()))) == prior


def test_steady_shop_expects_routine_and_its_own_gap() -> None:
    lines = order_lines(line for c in range(100) for line in repeat_order(f"c{c:02}", range(0, 700, 70)))

    prior = prior_from_sums(prior_sums_of_lines(lines, as_of=AS_OF), version="steady")

    assert prior.gap_days == pytest.approx(70, abs=1e-3)
    assert min(routine for routine, _, _ in prior.shares[1:]) > 0.98
    assert min(routine for routine, _, _ in prior.category_shares[1:]) > 0.99
    # Every gap is the usual one, which the first predictions know only by the population's.
    assert prior.due_quantile == pytest.approx(1.0, abs=0.06)


def test_constant_breadth_changes_nothing() -> None:
    lines = order_lines(line for c in range(100) for line in repeat_order(f"c{c:02}", range(0, 700, 70)))

    prior = prior_from_sums(prior_sums_of_lines(lines, as_of=AS_OF), version="steady")

    assert np.abs(prior.slopes).max() == 0.0


def test_who_knows_the_assortment_is_expected_to_find_little_new() -> None:
    lines = order_lines(
        line
        for c in range(120)
        for step in range(8)
        # Half of the companies start with the whole assortment; the others open one category after the other.
        for item in (range(8) if c % 2 and step == 0 else [step])
        for line in repeat_order(f"c{c:03}", [step * 30], sku=f"i{item}", category=f"g{item}")
    )

    prior = prior_from_sums(prior_sums_of_lines(lines, as_of=AS_OF), version="two-kinds")

    _, _, more_new = np.array(prior.slopes)[:2].sum(axis=0)
    assert more_new < -0.1
    without = replace(prior, slopes=(), centres=())
    shares, by_index = (
        classify(lines, as_of=on_day(70), prior=one).customers["share_new"].to_numpy() for one in (prior, without)
    )
    assert np.sign(shares - by_index).tolist() == [1.0, -1.0] * 60


def test_every_row_of_a_fitted_prior_is_a_share(sums: PriorSums) -> None:
    prior = prior_from_sums(sums, version="mine")

    assert np.array(prior.shares).sum(axis=1) == pytest.approx(1.0)
    assert np.array(prior.slopes).sum(axis=1) == pytest.approx(0.0, abs=1e-9)
    assert [field.name for field in fields(prior) if getattr(prior, field.name) is None] == []


@given(lines=histories(), chosen=st.sets(st.sampled_from(["acme", "bolt", "crown", "delta"])))
def test_subset_is_that_part_of_everybody_with_a_fitted_prior(
    sums: PriorSums, lines: pd.DataFrame, chosen: set[str]
) -> None:
    prior = prior_from_sums(sums, version="mine")
    everybody = classify(lines, as_of=AS_OF, prior=prior).customers

    part = classify(lines[lines["customer_key"].isin(chosen)], as_of=AS_OF, prior=prior).customers

    expected = everybody[everybody["customer_key"].isin(chosen)].reset_index(drop=True)
    pd.testing.assert_frame_equal(part, expected, check_exact=True)


@given(lines=histories(returns=False), factor=st.sampled_from([2, 3, 10, 745]))
def test_scaling_all_prices_leaves_every_class_with_a_fitted_prior(
    sums: PriorSums, lines: pd.DataFrame, factor: int
) -> None:
    prior = prior_from_sums(sums, version="mine")
    dearer = lines.assign(value=lines["value"] * factor)

    classes = [classify(frame, as_of=AS_OF, prior=prior).customers["buyclass"].tolist() for frame in (lines, dearer)]

    assert classes[0] == classes[1]


@given(lines=histories())
def test_sums_come_with_the_classes_where_they_are_asked_for(lines: pd.DataFrame) -> None:
    result = classify(lines, as_of=on_day(1000), with_prior_sums=True)

    assert result.prior_sums == prior_sums_of_lines(lines, as_of=on_day(1000))
    assert classify(lines, as_of=on_day(1000)).prior_sums is None
