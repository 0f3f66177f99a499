from __future__ import annotations

import pytest
from django.utils import timezone

from segmentation import public
from segmentation.models import CompanyAttributes, CompanyBenefits
from segmentation.models.attribute_columns import column_of
from segmentation.services.load_benefits import GivenBenefits, GivenSegment, load_benefits

pytestmark = pytest.mark.django_db

SKUS = ["unscored", "cheap", "strong", "both", "unheard"]


@pytest.fixture(autouse=True)
def _benefits(db):
    load_benefits(
        GivenBenefits(
            benefits={"strength": "Strength", "price": "Price"},
            segments=(
                GivenSegment(key="builders", name="Builders", weights={"strength": 9, "price": 1}),
                GivenSegment(key="renters", name="Renters", weights={"strength": 3, "price": 9}),
            ),
            products={
                "cheap": {"strength": 2, "price": 9},
                "strong": {"strength": 9, "price": 3},
                "both": {"strength": 7, "price": 6},
            },
        )
    )


def put_into(key, segment):
    CompanyAttributes.objects.create(
        profile_id=key, updated_at=timezone.now(), **{column_of("benefit_segment"): segment}
    )


@pytest.mark.parametrize(
    ("segment", "ranked"),
    [
        ("builders", ["strong", "both", "cheap", "unscored", "unheard"]),
        ("renters", ["cheap", "both", "strong", "unscored", "unheard"]),
    ],
)
def test_a_company_sees_first_what_its_segment_looks_for(segment, ranked):
    put_into("K1", segment)

    assert public.rank_by_benefits("K1", SKUS) == ranked


def test_its_own_answers_go_before_its_segment():
    put_into("K1", "builders")
    CompanyBenefits.objects.create(customer_key="K1", weights={"price": 10})

    assert public.rank_by_benefits("K1", SKUS) == ["cheap", "both", "strong", "unscored", "unheard"]


@pytest.mark.parametrize("segment", [None, "gone"])
def test_where_nothing_tells_what_it_looks_for_the_items_stay_as_they_came(segment):
    if segment:
        put_into("K1", segment)

    assert public.rank_by_benefits("K1", SKUS) == SKUS


def test_segments_are_blended_by_their_shares():
    assert public.rank_by_segments({"builders": 0.5, "renters": 0.5}, SKUS) == [
        "both",
        "strong",
        "cheap",
        "unscored",
        "unheard",
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_ranking_takes_as_many_queries_for_many_items(django_assert_num_queries, count):
    put_into("K1", "builders")
    column_of("benefit_segment")

    with django_assert_num_queries(4):
        public.rank_by_benefits("K1", [f"item-{number}" for number in range(count)])
