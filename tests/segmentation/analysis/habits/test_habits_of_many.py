"""Everybody's habits are those of each alone, in whatever order the records come, and as plain Python has them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.analysis.habits.work_out import work_out_habits
from segmentation.order_records import OrderRecord
from tests.segmentation.analysis.habits.order_records import AS_OF
from tests.segmentation.analysis.habits.plain_habits import read_habits

COMPANIES = ["acme", "bolt", "cord"]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
days_ago = st.one_of(st.integers(-3, 12), st.integers(350, 380), st.integers(480, 490))
days = st.none() | days_ago.map(lambda ago: AS_OF - timedelta(days=ago))
amounts = st.none() | st.integers(0, 300).map(lambda minor: Decimal(minor) / 100)
truths = st.none() | st.booleans()
records = st.builds(
    OrderRecord,
    customer_key=st.sampled_from([*COMPANIES, "dora"]),
    placed_at=days_ago.map(lambda ago: NOON - timedelta(days=ago)),
    value=amounts,
    cost=amounts,
    discounted_value=amounts,
    channel=st.sampled_from([None, "web", "edi", "phone"]),
    small_screen=truths,
    quoted=truths,
    first_look_at=st.none() | st.integers(-100, 10_000).map(lambda hours: NOON - timedelta(hours=hours)),
    due_on=days,
    paid_on=days,
    fixed_date=truths,
    wished_delivery=days,
    placed_by=st.sampled_from([None, "7", "8"]),
)
lists = st.lists(records, max_size=40)


def habits(told: list[OrderRecord], keys: list[str] = COMPANIES) -> pd.DataFrame:
    return work_out_habits(told, customer_keys=keys, as_of=AS_OF, zone=UTC)


def known(row: pd.Series) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not pd.isna(value)}


@given(lists)
def test_each_is_as_plain_python_has_it(told: list[OrderRecord]) -> None:
    found = habits(told)

    for key in COMPANIES:
        expected = read_habits([one for one in told if one.customer_key == key], as_of=AS_OF)
        assert known(found.loc[key]) == {
            name: pytest.approx(value, abs=0.006) if isinstance(value, float) else value
            for name, value in expected.items()
        }


@given(lists, st.randoms(use_true_random=False))
def test_neither_the_order_of_records_nor_the_companies_beside_matter(
    told: list[OrderRecord], chance: random.Random
) -> None:
    together = habits(told)
    mixed = list(told)
    chance.shuffle(mixed)

    pd.testing.assert_frame_equal(habits(mixed), together, check_exact=True)
    for key in COMPANIES:
        pd.testing.assert_frame_equal(habits(mixed, [key]), together.loc[[key]], check_exact=True)
