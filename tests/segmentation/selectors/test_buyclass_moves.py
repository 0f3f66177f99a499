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

KINDS = ("overall", "first", "category")
"""A change overall, one by a run that knew nothing of what was filled in before it, or one in a category."""

histories = st.lists(
    st.tuples(
        st.sampled_from(["", *CLASSES]),
        st.lists(st.tuples(st.integers(0, 14), st.sampled_from(CLASSES), st.sampled_from(KINDS)), max_size=5),
    ),
    max_size=8,
)
"""For each company the class it began with, then changes: days ago, to which class, and of which kind."""


def write(companies: list[tuple[str, list[tuple[int, str, str]]]]) -> Counter[tuple[str, str]]:
    """Store these histories, and work out in a plain loop who moved from where to where."""
    expected: Counter[tuple[str, str]] = Counter()
    for number, (first, changes) in enumerate(companies):
        current = then = first
        logged = False
        for days, new, kind in sorted(changes, key=lambda change: -change[0]):
            at = AT - timedelta(days=days)
            old = {"category": "new", "first": "" if logged else current}.get(kind, current)
            BuyclassChange.objects.create(
                customer_key=f"c{number}",
                category="paper" if kind == "category" else "",
                old=old,
                new=new,
                reason_code="first_order",
                as_of=AS_OF,
                at=at,
            )
            if kind != "category":
                current, logged = new, True
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
    @settings(max_examples=40, deadline=None)
    @given(histories)
    def test_moves_are_those_that_a_plain_loop_finds(
        self, companies: list[tuple[str, list[tuple[int, str, str]]]]
    ) -> None:
        expected = write(companies)

        assert count_moves(SINCE, now_in=count_companies().classes) == dict(expected)


@pytest.mark.django_db
def test_company_that_came_back_to_its_class_stayed() -> None:
    write([("new", [(3, "routine", "overall"), (1, "new", "overall")])])

    assert count_moves(SINCE, now_in=count_companies().classes) == {("new", "new"): 1}


@pytest.mark.django_db
def test_past_that_was_filled_in_tells_what_a_first_run_found_unchanged() -> None:
    write([("", [(40, "new", "overall"), (20, "routine", "overall"), (0, "routine", "first")])])

    assert count_moves(SINCE, now_in=count_companies().classes) == {("routine", "routine"): 1}


@pytest.mark.django_db
def test_changes_of_a_company_that_was_forgotten_count_for_nothing() -> None:
    write([("new", [(3, "routine", "overall")])])
    CustomerProfile.objects.all().delete()

    assert count_moves(SINCE, now_in=count_companies().classes) == {}
