from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from segmentation.shares import BUCKETS, bucket_of, holdout_salt, is_in_share, rollout_salt

keys = st.text(min_size=1, max_size=20)
MANY = [f"company-{number}" for number in range(20_000)]


@given(keys, keys, st.integers(0, 100), st.integers(0, 100))
def test_larger_share_keeps_whom_a_smaller_one_took(feature: str, company: str, one: int, other: int) -> None:
    small, large = sorted((one, other))

    if is_in_share(rollout_salt(feature), company, small):
        assert is_in_share(rollout_salt(feature), company, large)


@given(keys, keys)
def test_nothing_takes_nobody_and_the_whole_takes_everybody(feature: str, company: str) -> None:
    assert (is_in_share(feature, company, 0), is_in_share(feature, company, 100)) == (False, True)


@pytest.mark.parametrize("percent", [1, 10, 37, 90])
def test_share_takes_about_as_many_as_it_says(percent: int) -> None:
    taken = sum(is_in_share(rollout_salt("quick_order"), key, percent) for key in MANY)

    # Five standard deviations of so many draws.
    assert abs(taken / len(MANY) - percent / 100) < 5 * (percent / 100 * (1 - percent / 100) / len(MANY)) ** 0.5


def test_who_is_held_out_does_not_depend_on_whose_turn_comes_early() -> None:
    early = [key for key in MANY if is_in_share(rollout_salt("quick_order"), key, 20)]
    held_out = sum(is_in_share(holdout_salt("quick_order"), key, 50) for key in early)

    assert abs(held_out / len(early) - 0.5) < 5 * (0.25 / len(early)) ** 0.5


def test_visitor_without_a_company_waits_for_the_whole() -> None:
    assert [is_in_share("quick_order", "", percent) for percent in (0, 99, 100)] == [False, False, True]


def test_bucket_is_the_same_for_ever() -> None:
    assert [bucket_of("quick_order", key) for key in ("acme", "Ænima", "4711")] == [2504, 4413, 5017]


@pytest.mark.postgres
@pytest.mark.django_db
def test_database_works_out_the_same_bucket() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ('x' || left(md5(%s || ':' || key), 8))::bit(32)::bigint * %s >> 32"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS asked (key, place) ORDER BY place",
            ["quick_order", BUCKETS, MANY[:500]],
        )
        found = [bucket for (bucket,) in cursor.fetchall()]

    assert found == [bucket_of("quick_order", key) for key in MANY[:500]]
