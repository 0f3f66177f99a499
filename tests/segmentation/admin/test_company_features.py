"""The features of a company: why each is as it is, and switching it by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django import Settings

from segmentation.contracts import Feature
from segmentation.models import AuditEntry, FeatureOverride
from segmentation.parameter import Parameter, ParameterKind
from segmentation.registry import features
from segmentation.services.publish import publish_customers
from segmentation.services.set_feature_rule import set_feature_rule
from tests.segmentation.admin.rows import make_category_profile, make_profile

URL = "/admin/segmentation/customerprofile/acme/change/"
FEATURE = "/admin/segmentation/customerprofile/acme/feature/"
ON = {"feature": "toy_ideas", "state": "on", "reason": "A trial"}

pytestmark = pytest.mark.django_db


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_page_says_what_else_spoke_and_since_when(boss: Client) -> None:
    make_profile("acme")
    set_feature_rule(feature="toy_reorder", segment="routine", actor=None, state="off")

    lines = {line.feature.key: line for line in boss.get(URL).context["page"].features}

    explanation = lines["toy_reorder"].explanation
    assert (explanation.answer.reason.code, [step.reason.code for step in explanation.others]) == (
        "segment_off",
        ["serves"],
    )
    assert explanation.since == AuditEntry.objects.get().at


def test_page_answers_per_category(boss: Client) -> None:
    make_profile("acme")
    make_category_profile("acme", "paper", buyclass="major")
    make_category_profile("acme", "toner")
    publish_customers(["acme"])

    table = boss.get(URL).context["page"].in_categories

    toys = [feature.key.startswith("toy_") for feature in table.features]
    answers = {
        category: [answer.enabled for answer, is_toy in zip(answers, toys, strict=True) if is_toy]
        for category, answers in table.rows
    }
    assert answers == {"paper": [True], "toner": [False]}


def test_one_click_switches_and_keeps_the_values_set_by_hand(boss: Client) -> None:
    make_profile("acme")
    length = Parameter(key="length", label="Length", kind=ParameterKind.WHOLE, default=20)
    features.register(Feature(key="toy_list", label="Toy list", parameters=(length,)))
    try:
        boss.post(FEATURE, {"feature": "toy_list", "state": "on", "reason": "A trial", "value_length": "7"})
        assert "Length: <strong>7</strong>, set for this company" in boss.get(URL).content.decode()
        refused = boss.post(FEATURE, {"feature": "toy_list", "state": "on", "reason": "More", "value_length": "many"})
        assert said(refused)[-1] == "Length: this is not a number."
        boss.post(FEATURE, {"switch": "toy_list:off", "reason": "Over", "until": "2099-06-30"})
    finally:
        features.unregister("toy_list")

    override = FeatureOverride.objects.get()
    assert (override.enabled, override.reason, override.parameters) == (False, "Over", {"length": 7})
    assert override.expires_at == datetime(2099, 6, 30, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize("switch", ["toy_ideas:perhaps", "gone:on", "toy_ideas", ""])
def test_one_click_of_what_is_not_there_is_refused(boss: Client, switch: str) -> None:
    make_profile("acme")

    response = boss.post(FEATURE, {"switch": switch, "reason": "A trial"})

    assert (len(said(response)), FeatureOverride.objects.count()) == (1, 0)


def test_where_a_second_person_approves_a_company_is_not_switched_at_once(boss: Client, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    make_profile("acme")

    response = boss.post(FEATURE, ON)

    refusal = "Put this into a draft: a second person has to approve what changes in the shop."
    assert (said(response), FeatureOverride.objects.count()) == ([refusal], 0)
