from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from segmentation.models import BuyclassChange, CustomerProfile
from segmentation.selectors.buyclass_moves import count_moves
from segmentation.selectors.data_quality import count_companies
from tests.segmentation.admin.rows import AS_OF, AT, SHARES

CLASSES = ("routine", "major", "new")
SINCE = AT - timedelta(days=7)

histories = st.lists(
    st.tuples(
        st.sampled_from(["", *CLASSES]),
        st.lists(st.tuples(st.integers(0, 14), st.sampled_from(CLASSES), st.booleans()), max_size=5),
    ),
    max_size=8,
)
"""For each company the class it began with, then changes: days ago, to which class, and whether in a category."""


def write(companies: list[tuple[str, list[tuple[int, str, bool]]]]) -> Counter[tuple[str, str]]:
    """Store these histories, and work out in a plain loop who moved from where to where."""
    expected: Counter[tuple[str, str]] = Counter()
    for number, (first, changes) in enumerate(companies):
        current = then = first
        for days, new, in_category in sorted(changes, key=lambda change: -change[0]):
            at = AT - timedelta(days=days)
            BuyclassChange.objects.create(
                customer_key=f"c{number}",
                category="paper" if in_category else "",
                old=current if not in_category else "new",
                new=new,
                reason_code="first_order",
                as_of=AS_OF,
                at=at,
            )
            if not in_category:
                current = new
                then = new if at <= SINCE else then
        if not current:
            continue  # never worked out overall, so it has no profile
        CustomerProfile.objects.create(
            customer_key=f"c{number}",
            **(SHARES | {"buyclass": current}),
            activity="active",
            config_version="1",
            prior_version="1",
            as_of=AS_OF,
            classified_at=AT,
        )
        expected[then, current] += 1
    return expected


class TestMoves(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(histories)
    def test_moves_are_those_that_a_plain_loop_finds(
        self, companies: list[tuple[str, list[tuple[int, str, bool]]]]
    ) -> None:
        expected = write(companies)

        assert count_moves(SINCE, now_in=count_companies().classes) == dict(expected)


@pytest.mark.django_db
def test_company_that_came_back_to_its_class_stayed() -> None:
    write([("new", [(3, "routine", False), (1, "new", False)])])

    assert count_moves(SINCE, now_in=count_companies().classes) == {("new", "new"): 1}


@pytest.mark.django_db
def test_changes_of_a_company_that_was_forgotten_count_for_nothing() -> None:
    write([("new", [(3, "routine", False)])])
    CustomerProfile.objects.all().delete()

    assert count_moves(SINCE, now_in=count_companies().classes) == {}
