"""Keys of benefit segments are for machines; people read and tick names."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from segmentation.models import BenefitSegment, CompanyAttributes
from segmentation.models.attribute_columns import column_of
from segmentation.registry import dimensions
from segmentation.rules import parse_rule
from segmentation.values.names import forget_names
from segmentation.words.operands import value_text
from segmentation.words.rules import rule_text
from tests.segmentation.admin.rows import AT, make_profile

ADD = "/admin/segmentation/segment/add/"
CLAUSE = {"rule:join": "all", "rule.0:dimension": "benefit_segment", "rule.0:operator": "one_of"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _segments(db: None) -> None:
    BenefitSegment.objects.create(key="thrifty", name="Careful housekeepers")
    BenefitSegment.objects.create(key="planners", name="Space planners")


def condition(page: Any) -> Any:
    return page.context["rule"].children[0]


def test_rule_names_benefit_segments_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    keys = ["thrifty", "planners", "dissolved"]
    rule = parse_rule({"dimension": "benefit_segment", "is": "one_of", "value": keys})

    with django_assert_num_queries(1):
        text = rule_text(rule)
        shown = value_text(dimensions.get("benefit_segment"), "thrifty")

    assert text == "Benefit segment: one of Careful housekeepers, Space planners, dissolved"
    assert shown == "Careful housekeepers"


def test_other_texts_ask_for_no_names(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert value_text(dimensions.get("region"), "thrifty") == "thrifty"


def test_new_name_is_read_as_soon_as_old_ones_are_forgotten() -> None:
    dimension = dimensions.get("benefit_segment")
    assert value_text(dimension, "thrifty") == "Careful housekeepers"
    BenefitSegment.objects.filter(key="thrifty").update(name="Thrifty ones")
    assert value_text(dimension, "thrifty") == "Careful housekeepers"
    forget_names()

    assert value_text(dimension, "thrifty") == "Thrifty ones"


def test_builder_offers_names_to_tick_and_keeps_ticks_whose_segment_is_gone(boss: Client) -> None:
    page = boss.post(ADD, {**CLAUSE, "rule.0:chosen": ["planners", "dissolved"], "do": "show:rule.0"})

    clause = condition(page)
    assert (clause.operand, clause.choices) == (
        "choices",
        [
            ("thrifty", "Careful housekeepers", False),
            ("planners", "Space planners", True),
            ("dissolved", "dissolved", True),
        ],
    )


def test_ticks_become_the_list_where_a_part_of_the_text_is_asked_for(boss: Client) -> None:
    posted = {**CLAUSE, "rule.0:operator": "starts_with", "rule.0:chosen": ["planners"], "do": "show:rule.0"}

    clause = condition(boss.post(ADD, posted))

    assert (clause.operand, clause.clause.listed) == ("texts", "planners")


def test_builder_finds_whom_was_ticked(boss: Client) -> None:
    make_profile("acme")
    make_profile("bolt")
    CompanyAttributes.objects.create(profile_id="acme", updated_at=AT, **{str(column_of("benefit_segment")): "thrifty"})

    page = boss.post(ADD, {**CLAUSE, "rule.0:chosen": "thrifty", "do": "check"})

    assert page.context["panel"].preview.matches == 1
    assert [line.text for line in page.context["panel"].lines][-1] == "Benefit segment: Careful housekeepers"


def test_company_page_shows_and_takes_names(boss: Client) -> None:
    make_profile("acme")
    posted = {"dimension": "benefit_segment_choice", "value": "space PLANNERS", "reason": "They told us"}

    page = boss.post("/admin/segmentation/customerprofile/acme/value/", posted, follow=True)

    column = str(column_of("benefit_segment_choice"))
    assert CompanyAttributes.objects.values_list(column, flat=True).get() == "planners"
    assert "Space planners" in page.content.decode()
