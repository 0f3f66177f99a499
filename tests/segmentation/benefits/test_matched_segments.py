from __future__ import annotations

import pandas as pd
import pytest
from django.core.management import call_command
from django.utils import timezone

from segmentation.models import BenefitWeight, CompanyAttributes, CompanyBenefits
from segmentation.models.attribute_columns import column_of
from segmentation.selectors.matched_segments import matched_segments

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _example(db):
    call_command("load_benefits", "--example", verbosity=0)


def state(key, **values):
    columns = {column_of(dimension): value for dimension, value in values.items()}
    CompanyAttributes.objects.create(profile_id=key, updated_at=timezone.now(), **columns)


def answer_like(key, segment):
    rows = BenefitWeight.objects.filter(segment__key=segment).values_list("benefit__key", "weight")
    CompanyBenefits.objects.create(customer_key=key, weights=dict(rows))


def matches(*keys):
    frame = matched_segments(keys or None)
    return {key: tuple(None if pd.isna(value) else value for value in row) for key, row in frame.T.items()}


def test_a_choice_goes_before_industry_and_industry_before_survey():
    for key, facts in {
        "K1": {"benefit_segment_choice": "rental_firms", "industry_nace": "4120"},
        "K2": {"industry_nace": "4120"},
        "K3": {"industry_nace": "6201"},
        "K4": {"industry_nace": "6201"},
    }.items():
        state(key, **facts)
    for key in ("K1", "K2", "K3", "K5"):
        answer_like(key, "mining_operators")

    assert matches() == {
        "K1": ("rental_firms", "choice"),
        "K2": ("general_contractors", "industry"),
        "K3": ("mining_operators", "survey"),
        "K4": (None, None),
        "K5": ("mining_operators", "survey"),
    }


def test_the_longest_beginning_counts_and_among_equals_the_first_scheme():
    state("K1", industry_nace="0812")
    state("K2", industry_nace="0812", industry_naics="212")
    state("K3", industry_nace="41", industry_isic="0810")
    state("K4", industry_nace="41", industry_isic="42")

    assert matches() == {
        "K1": ("aggregate_producers", "industry"),
        "K2": ("aggregate_producers", "industry"),
        "K3": ("aggregate_producers", "industry"),
        "K4": ("general_contractors", "industry"),
    }


def test_a_choice_of_a_segment_that_is_not_there_counts_for_nothing():
    state("K1", benefit_segment_choice="gardeners")

    assert matches() == {"K1": (None, None)}


def test_only_those_asked_for_are_matched():
    state("K1", industry_nace="41")
    state("K2", industry_nace="41")

    assert matches("K2") == {"K2": ("general_contractors", "industry")}


@pytest.mark.parametrize("margin", [0.01, 0.02])
def test_the_margin_is_a_setting(settings, margin):
    settings.SEGMENTATION = {**settings.SEGMENTATION, "BENEFIT_MARGIN": margin}
    answer_like("K1", "general_contractors")

    assert matches() == {"K1": ("general_contractors", "survey") if margin == 0.01 else (None, None)}


@pytest.mark.parametrize("count", [1, 30])
def test_everybody_is_matched_in_as_many_queries_as_one(django_assert_num_queries, count):
    for number in range(count):
        state(f"K{number:02}", industry_nace="41")
        answer_like(f"K{number:02}", "rental_firms")

    with django_assert_num_queries(7):
        assert len(matched_segments()) == count
