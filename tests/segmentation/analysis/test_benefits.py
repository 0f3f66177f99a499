from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.analysis.benefits import blend_weights, match_industries, match_surveys, rank_products
from segmentation.services.heavy_equipment import HEAVY_EQUIPMENT

KEYS = ["mining_operators", "aggregate_producers", "general_contractors", "rental_firms"]


@pytest.fixture
def segments():
    return pd.DataFrame.from_dict({one.key: one.weights for one in HEAVY_EQUIPMENT.segments}, orient="index")


def listed(series):
    return [None if pd.isna(value) else value for value in series]


def test_each_segments_own_weights_tell_it(segments):
    assert listed(match_surveys(segments, segments)) == KEYS


def test_a_survey_answered_twice_as_strongly_says_the_same(segments):
    assert listed(match_surveys(segments * 2, segments)) == KEYS


def test_what_is_half_way_between_two_tells_neither(segments):
    survey = blend_weights(segments, {"general_contractors": 0.5, "rental_firms": 0.5}).to_frame("K1").T

    assert listed(match_surveys(survey, segments)) == [None]
    assert listed(match_surveys(survey, segments, margin=0)) != [None]


def test_a_larger_margin_leaves_the_two_most_alike_open(segments):
    assert listed(match_surveys(segments, segments, margin=0.02)) == [*KEYS[:2], None, None]


def test_two_segments_with_the_same_weights_tell_neither(segments):
    twins = pd.concat([segments, segments.loc[["mining_operators"]].rename(index={"mining_operators": "twins"})])

    assert listed(match_surveys(segments.loc[["mining_operators"]], twins)) == [None]


@pytest.mark.parametrize("answers", [{}, {"unheard_of": 5}])
def test_a_survey_of_nothing_that_anybody_weighs_tells_nothing(segments, answers):
    survey = pd.DataFrame([{"trade_in": None, **answers}], index=["K1"])

    assert listed(match_surveys(survey, segments)) == [None]


def test_without_segments_or_surveys_nobody_is_told(segments):
    nothing = pd.DataFrame()

    assert listed(match_surveys(segments, nothing)) == [None] * 4
    assert listed(match_surveys(nothing, segments)) == []


def test_the_longest_beginning_of_a_code_counts():
    codes = pd.Series(["0812", "0891", "4120", None, "0", "77"], dtype="string")

    found = match_industries(codes, {"08": "mining", "081": "aggregates", "41": "contractors"})

    assert listed(found["segment"]) == ["aggregates", "mining", "contractors", None, None, None]
    assert list(found["length"]) == [3, 2, 2, 0, 0, 0]


prefixes = st.dictionaries(st.text("0123", min_size=1, max_size=4), st.sampled_from("ABC"), max_size=8)


@given(st.lists(st.none() | st.text("0123", max_size=5), max_size=20), prefixes)
def test_everybodys_industry_is_found_as_one_by_one(codes, known):
    found = match_industries(pd.Series(codes, dtype="string"), known)["segment"]

    def one(code):
        fitting = [prefix for prefix in known if code is not None and code.startswith(prefix)]
        return known[max(fitting, key=len)] if fitting else None

    assert listed(found) == [one(code) for code in codes]


def test_a_blend_takes_each_weight_by_the_shares(segments):
    blend = blend_weights(segments, {"mining_operators": 0.25, "rental_firms": 0.75})

    assert blend.to_dict() == {
        "product_performance": 7.0,
        "image_of_expertise": 4.5,
        "selling_price": 9.0,
        "trade_in": 7.0,
        "running_cost": 5.25,
        "parts_availability": 6.75,
        "service_nearby": 4.75,
        "reliability": 6.75,
        "finance": 5.75,
    }


@pytest.mark.parametrize("shares", [{}, {"mining_operators": 0.5}, {"mining_operators": 1.5, "rental_firms": -0.5}])
def test_shares_that_do_not_add_up_are_refused(segments, shares):
    with pytest.raises(ValueError, match="add up to 1"):
        blend_weights(segments, shares)


def test_a_blend_of_two_segments_ranks_as_worked_out_by_hand():
    """Half of 9/1 and half of 3/9 is 6/5: cheap comes to (2*6 + 9*5)/11, strong to (9*6 + 3*5)/11, both to 6.5."""
    segments = pd.DataFrame({"strength": [9, 3], "price": [1, 9]}, index=["builders", "renters"])
    scores = pd.DataFrame({"strength": [2, 9, 7], "price": [9, 3, 6]}, index=["cheap", "strong", "both"])

    ranked = rank_products(scores, blend_weights(segments, {"builders": 0.5, "renters": 0.5}))

    assert list(ranked.index) == ["both", "strong", "cheap"]
    assert list(ranked) == [pytest.approx(72 / 11), pytest.approx(69 / 11), pytest.approx(57 / 11)]


def test_equals_are_ranked_by_item_number_and_what_nobody_scored_counts_as_nothing():
    scores = pd.DataFrame({"price": [5, 5, None]}, index=["b", "a", "c"])

    assert rank_products(scores, pd.Series({"price": 3, "finance": 2})).to_dict() == {"a": 3.0, "b": 3.0, "c": 0.0}


@given(st.lists(st.integers(0, 10), min_size=3, max_size=3), st.lists(st.integers(1, 10), min_size=3, max_size=3))
def test_a_mean_lies_among_the_scores(scores, weights):
    names = ["a", "b", "c"]

    ranked = rank_products(pd.DataFrame([scores], columns=names, index=["X"]), pd.Series(weights, index=names))

    assert min(scores) - 1e-9 <= ranked["X"] <= max(scores) + 1e-9
