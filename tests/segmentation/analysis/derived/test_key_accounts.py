from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.analysis.derived.key_accounts import rank_margins, suggest_key_accounts

COLUMNS = ["margin_year", "value_year", "value_year_before"]


def suggested(rows, *, aside=()):
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype="Float64")
    frame = frame.assign(
        margin_rank=rank_margins(frame["margin_year"]), dismissed=[key in aside for key in frame.index]
    )
    found = suggest_key_accounts(frame, known=int(frame["margin_rank"].count()))
    return [None if pd.isna(value) else bool(value) for value in found]


def test_the_largest_fifth_is_suggested_if_it_grows():
    rows = [(margin, 10, 10) for margin in range(1, 9)] + [(100, 9, 10), (90, 10, 10)]

    assert suggested(rows) == [False] * 9 + [True]


def test_as_large_a_margin_as_the_last_one_counts_too():
    assert suggested([(5, 1, 1), (5, 1, 1), (4, 1, 1), (3, 1, 1), (2, 1, 1)]) == [True, True, False, False, False]


def test_who_was_put_aside_is_not_suggested():
    rows = [(5, 1, 1), (5, 1, 1), (None, 1, 1)]

    assert suggested(rows, aside={0, 2}) == [False, True, None]


def test_equal_margins_share_a_place_and_the_next_one_comes_after_all_of_them():
    places = rank_margins(pd.Series([50, 90, None, 90, 10]))

    assert [None if pd.isna(place) else int(place) for place in places] == [3, 1, None, 1, 4]


@pytest.mark.parametrize(
    ("company", "answer"),
    [((5, 1, 1), True), ((5, 0, 1), False), ((0, 1, 1), False), ((5, None, None), False), ((None, 1, 1), None)],
)
def test_one_company_alone(company, answer):
    assert suggested([company]) == [answer]


@given(st.lists(st.tuples(st.none() | st.integers(-50, 50), st.integers(0, 3), st.integers(0, 3)), max_size=40))
def test_whoever_is_suggested_is_in_the_fifth_and_grows(rows):
    known = sorted((margin for margin, *_ in rows if margin is not None), reverse=True)
    least = known[math.ceil(len(known) * 0.2) - 1] if known else None

    assert suggested(rows) == [
        None if margin is None else margin >= max(least, 1) and now >= before for margin, now, before in rows
    ]
