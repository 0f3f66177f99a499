"""The features of a company: why each is as it is, and switching it by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django import Settings

from segmentation.contracts import Feature
from segmentation.models import AuditEntry, Draft, DraftChange, FeatureOverride
from segmentation.parameter import Parameter, ParameterKind
from segmentation.registry import features
from segmentation.services.publish import publish_customers
from segmentation.services.set_feature_rule import set_feature_rule
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_category_profile, make_profile
from tests.segmentation.toy_flags import toy_list

URL = "/admin/segmentation/customerprofile/acme/change/"
FEATURE = "/admin/segmentation/customerprofile/acme/feature/"
ON = {"feature": "toy_ideas", "state": "on", "reason": "A trial"}

pytestmark = pytest.mark.django_db


def into(draft: Draft) -> dict[str, Any]:
    return {"into": "draft", "draft": draft.pk}


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


def drafted() -> list[tuple[str, str, Any]]:
    return list(DraftChange.objects.values_list("feature", "customer_key", "after"))


def test_one_click_puts_it_into_a_new_draft_and_changes_nothing_in_the_shop(boss: Client) -> None:
    make_profile("acme")

    response = boss.post(FEATURE, {"switch": "toy_ideas:on", "reason": "A trial", "into": "draft", "draft": ""})

    draft = Draft.objects.get()
    said = {"enabled": True, "expires_at": "", "reason": "A trial", "parameters": {}}
    assert response.url == f"/admin/segmentation/draft/{draft.pk}/change/"
    assert (draft.title, drafted()) == ("Toy ideas", [("toy_ideas", "acme", said)])
    assert not FeatureOverride.objects.exists()


def test_override_is_put_into_the_draft_that_was_chosen(boss: Client, draft: Draft) -> None:
    page = boss.get(URL).content.decode()
    boss.post(FEATURE, ON | {"until": "2099-06-30"} | into(draft))
    boss.post(FEATURE, {"switch": "toy_ideas:inherit", **into(draft)})
    left = drafted()
    boss.post(FEATURE, ON | {"until": "2099-06-30"} | into(draft))

    assert f'<option value="{draft.pk}">Spring</option>' in page
    assert [change for change in left if change[1]] == []
    assert draft.changes.get(kind="override").after["expires_at"] == "2099-06-30T22:00:00+00:00"
    assert Draft.objects.count() == 1


def test_one_click_into_a_draft_keeps_the_values_that_are_there(boss: Client, draft: Draft) -> None:
    with toy_list():
        values = {"value_lines": "3"}
        boss.post(FEATURE, {"feature": "toy_list", "state": "on", "reason": "A trial", **values, **into(draft)})
        boss.post(FEATURE, {"switch": "toy_list:off", "reason": "Over", **into(draft)})

    after = draft.changes.get(kind="override").after
    assert (after["enabled"], after["reason"], after["parameters"]) == (False, "Over", {"lines": 3})


def test_nothing_is_begun_for_what_stands_already_or_is_not_understood(boss: Client) -> None:
    make_profile("acme")

    same = boss.post(FEATURE, {"switch": "toy_ideas:inherit", "into": "draft"})
    wrong = boss.post(FEATURE, {"switch": "toy_ideas:on", "into": "draft"})
    gone = boss.post(FEATURE, {"switch": "toy_ideas:on", "reason": "A trial", "into": "draft", "draft": "99"})

    assert (said(same)[-1], said(wrong)[-1], said(gone)[-1]) == (
        "That is what stands already, so there is nothing to put into the draft.",
        "Please say why, so that your colleagues know.",
        "This draft cannot be written on any more. Please choose another.",
    )
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("held", "needs_approval", "buttons"),
    [
        (["change_featureoverride"], False, ["Save now"]),
        (["change_featureoverride"], True, []),
        (["add_draft"], False, ["Put into a draft"]),
        (["add_draft", "change_featureoverride"], False, ["Put into a draft", "Save now"]),
        (["add_draft", "change_featureoverride"], True, ["Put into a draft"]),
        ([], False, []),
    ],
)
def test_buttons_are_for_who_may_and_the_server_refuses_the_others(
    log_in: LogIn, settings: Settings, held: list[str], needs_approval: bool, buttons: list[str]
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": needs_approval}
    make_profile("acme")
    client = log_in("view_customerprofile", *held)
    page = client.get(URL).content.decode()

    offered = [text for text in ("Put into a draft", "Save now") if f">{text}</button>" in page]
    put = client.post(FEATURE, ON | {"into": "draft"})
    client.post(FEATURE, ON)

    assert offered == buttons
    assert (put.status_code == 403, Draft.objects.exists()) == ("add_draft" not in held, "add_draft" in held)
    assert FeatureOverride.objects.exists() == ("Save now" in buttons)
