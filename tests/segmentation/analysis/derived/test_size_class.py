from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.analysis.derived.size_class import size_class
from tests.segmentation.analysis.derived.frames import one_value

EUR = 100
MILLION = 1_000_000 * EUR


def one_company(headcount, turnover, balance_sheet):
    """The law for one company, amount by amount."""
    if headcount is None:
        return None
    for size, people, most_turnover, most_balance in (
        ("micro", 10, 2 * MILLION, 2 * MILLION),
        ("small", 50, 10 * MILLION, 10 * MILLION),
        ("medium", 250, 50 * MILLION, 43 * MILLION),
    ):
        if headcount >= people:
            continue
        tests = [
            amount <= most
            for amount, most in ((turnover, most_turnover), (balance_sheet, most_balance))
            if amount is not None
        ]
        if any(tests):
            return size
        if len(tests) < 2:
            return None
    return "large"


def frame_of(rows):
    return pd.DataFrame(rows, columns=["headcount", "turnover", "balance_sheet"], dtype="Float64")


near = st.sampled_from([0, 1, 2, 10, 43, 50, 60]).flatmap(
    lambda millions: st.integers(-1, 1).map(lambda more: max(millions * MILLION + more, 0))
)
companies = st.tuples(
    st.none() | st.sampled_from([0, 9, 10, 49, 50, 249, 250, 9000]) | st.integers(0, 400),
    st.none() | near,
    st.none() | near,
)


@given(st.lists(companies, max_size=30))
def test_everybody_at_once_is_as_one_by_one(rows):
    found = size_class(frame_of(rows))

    assert [None if pd.isna(value) else value for value in found] == [one_company(*row) for row in rows]


@pytest.mark.parametrize(
    ("company", "size"),
    [
        ((9, 2 * MILLION, None), "micro"),
        ((9, 2 * MILLION + 1, None), None),
        ((9, 2 * MILLION + 1, 2 * MILLION), "micro"),
        ((9, 3 * MILLION, 3 * MILLION), "small"),
        ((249, 51 * MILLION, 43 * MILLION), "medium"),
        ((249, 51 * MILLION, 44 * MILLION), "large"),
        ((250, None, None), "large"),
        ((None, 1, 1), None),
    ],
)
def test_the_ceilings_of_the_recommendation(company, size):
    assert one_value(size_class(frame_of([company]))) == size


def test_the_index_is_kept():
    frame = pd.DataFrame({"headcount": [3.0], "turnover": [1.0], "balance_sheet": [float("nan")]}, index=["K7"])

    assert dict(size_class(frame)) == {"K7": "micro"}
