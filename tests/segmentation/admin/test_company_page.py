from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from segmentation.dimension import Kind
from segmentation.models import AuditEntry, BuyclassOverride, FeatureOverride, SegmentMembership
from segmentation.models.attribute_columns import columns_of
from segmentation.public import has_feature
from segmentation.registry import dimensions
from segmentation.selectors.attributes import attributes_of
from segmentation.services.set_feature_override import set_feature_override
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_category_profile, make_change, make_profile, make_segments

URL = "/admin/segmentation/customerprofile/acme/change/"
FEATURE = "/admin/segmentation/customerprofile/acme/feature/"
BUYCLASS = "/admin/segmentation/customerprofile/acme/buyclass/"
SEGMENT = "/admin/segmentation/customerprofile/acme/segment/"
ON = {"feature": "toy_ideas", "state": "on", "reason": "A trial"}

pytestmark = pytest.mark.django_db


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_page_sends_strangers_to_the_log_in(client: Client) -> None:
    assert client.get(URL).url == f"/admin/login/?next={URL}"


def test_page_is_closed_without_the_view_right(log_in: LogIn) -> None:
    make_profile("acme")

    assert log_in("view_featurerule").get(URL).status_code == 403


def test_page_of_a_company_nobody_knows_is_not_found(boss: Client) -> None:
    assert boss.get(URL).status_code == 404


def test_page_draws_the_shares_with_a_text_that_says_the_same(boss: Client) -> None:
    make_profile("acme")

    assert 'aria-label="Routine 56 %, Major repurchase 33 %, New 11 %"' in boss.get(URL).content.decode()


def test_page_says_type_confidence_and_reason_in_words(boss: Client) -> None:
    make_profile("acme", confidence=0.4, occasions=2)

    page = boss.get(URL).content.decode()

    assert "ACME Trading" in page
    assert "Not sure yet (2 orders)" in page
    assert "9 of 12 lines were items they already buy, in their usual quantity." in page


def test_page_admits_what_order_history_cannot_see(boss: Client) -> None:
    make_profile("acme")

    assert "does not show which alternatives were considered" in boss.get(URL).content.decode()


def test_page_names_categories_as_the_directory_does(boss: Client) -> None:
    make_profile("acme")
    make_category_profile("acme", "paper")
    make_change("acme", category="toner")

    page = boss.get(URL).content.decode()

    assert ("The paper shelf" in page, "in The toner shelf" in page) == (True, True)


def test_page_writes_names_and_reasons_as_text_never_as_markup(boss: Client) -> None:
    make_profile("acme")
    set_feature_override(
        feature="toy_ideas", customer_key="acme", state="on", actor=None, reason="<script>alert(1)</script>"
    )

    page = boss.get(URL).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_page_shows_every_feature_with_its_answer(boss: Client) -> None:
    make_profile("acme")

    answers = {line.feature.key: line.answer.enabled for line in boss.get(URL).context["page"].features}

    toys = {key: enabled for key, enabled in answers.items() if key.startswith("toy_")}
    assert toys == {
        "toy_reorder": True,
        "toy_ideas": False,
        "toy_prices": False,
        "toy_search": True,
        "toy_budget": True,
    }


def test_feature_is_switched_for_the_company_and_kept_in_the_audit(boss: Client) -> None:
    make_profile("acme")

    response = boss.post(FEATURE, ON)

    assert (response.status_code, response.url) == (302, URL)
    assert has_feature("acme", "toy_ideas")
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.customer_key, entry.after, entry.reason) == (
        "anna@example.com",
        "acme",
        "on",
        "A trial",
    )


def test_feature_holds_to_the_end_of_the_last_day_where_the_shop_is(boss: Client) -> None:
    make_profile("acme")

    boss.post(FEATURE, {**ON, "until": "2099-06-30"})

    # Midnight in Copenhagen in summer.
    assert FeatureOverride.objects.get().expires_at == datetime(2099, 6, 30, 22, 0, tzinfo=UTC)
    assert 'value="2099-06-30"' in boss.get(URL).content.decode()


def test_feature_goes_back_to_what_its_segments_say(boss: Client) -> None:
    make_profile("acme")
    boss.post(FEATURE, ON)

    boss.post(FEATURE, {"feature": "toy_ideas", "state": "inherit"})

    assert FeatureOverride.objects.count() == 0


@pytest.mark.parametrize(
    ("posted", "refusal"),
    [
        ({**ON, "reason": " "}, "Please say why, so that your colleagues know."),
        ({**ON, "until": "2001-01-01"}, "The last day lies in the past."),
        ({**ON, "feature": "gone"}, "Select a valid choice. gone is not one of the available choices."),
    ],
)
def test_feature_is_refused_with_a_reason(boss: Client, posted: dict[str, str], refusal: str) -> None:
    make_profile("acme")

    response = boss.post(FEATURE, posted)

    assert (said(response), FeatureOverride.objects.count()) == ([refusal], 0)


def test_buying_type_is_chosen_by_hand_beside_the_computed_one(boss: Client) -> None:
    make_profile("acme")

    boss.post(BUYCLASS, {"buyclass": "major", "reason": "Tender every year", "until": "2099-01-01"})

    page = boss.get(URL)
    assert page.context["page"].buyclass == "major"
    assert "By its orders it would be: Routine." in page.content.decode()


def test_buying_type_goes_by_the_orders_again(boss: Client) -> None:
    make_profile("acme")
    boss.post(BUYCLASS, {"buyclass": "major", "reason": "Tender every year"})

    boss.post(BUYCLASS, {"buyclass": ""})

    assert BuyclassOverride.objects.count() == 0


def test_company_is_put_into_a_segment_by_hand_and_taken_out(boss: Client) -> None:
    make_profile("acme")
    make_segments(1)

    boss.post(SEGMENT, {"segment": "group-0", "choice": "in", "reason": "A school"})
    inside = SegmentMembership.objects.filter(segment__key="group-0").values_list("source", flat=True)
    assert list(inside) == ["manual"]

    boss.post(SEGMENT, {"segment": "group-0", "choice": "rule"})
    assert SegmentMembership.objects.filter(segment__key="group-0").count() == 0


@pytest.mark.parametrize(
    ("url", "posted"),
    [
        (FEATURE, ON),
        (BUYCLASS, {"buyclass": "major", "reason": "Because"}),
        (SEGMENT, {"segment": "routine", "choice": "in", "reason": "Because"}),
    ],
)
def test_changes_by_hand_need_the_change_right(log_in: LogIn, url: str, posted: dict[str, str]) -> None:
    make_profile("acme")

    response = log_in("view_customerprofile").post(url, posted)

    assert (response.status_code, AuditEntry.objects.count()) == (403, 0)


@pytest.mark.parametrize("url", [FEATURE, BUYCLASS, SEGMENT])
def test_changes_by_hand_are_only_posted(boss: Client, url: str) -> None:
    make_profile("acme")

    assert boss.get(url).status_code == 405


def test_changes_for_a_company_nobody_knows_are_not_found(boss: Client) -> None:
    assert (boss.post(FEATURE, ON).status_code, FeatureOverride.objects.count()) == (404, 0)


def test_page_offers_who_may_only_look_no_form(log_in: LogIn) -> None:
    make_profile("acme")

    assert 'method="post" class="bc-form"' not in log_in("view_customerprofile").get(URL).content.decode()


def test_page_works_for_a_key_full_of_signs(boss: Client) -> None:
    make_profile("a/b_c d?")

    boss.post("/admin/segmentation/customerprofile/a_2Fb_5Fc d_3F/feature/", ON)

    assert FeatureOverride.objects.get().customer_key == "a/b_c d?"


@pytest.mark.parametrize("count", [1, 30])
def test_page_costs_the_same_for_much_history(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    make_profile("acme")
    for n in range(count):
        make_category_profile("acme", f"kind-{n}")
        make_change("acme", category=f"kind-{n}")
    boss.post(FEATURE, ON)

    columns_of()  # a process looks once where values are kept
    with django_assert_num_queries(19):
        boss.get(URL)


def test_value_is_stated_by_hand_and_taken_back(boss: Client) -> None:
    make_profile("acme")
    url = "/admin/segmentation/customerprofile/acme/value/"
    key = next(one.key for one in dimensions if one.is_attribute and one.kind is Kind.NUMBER)

    boss.post(url, {"dimension": key, "value": "12", "reason": "They told us"})
    stated = [(one.dimension.key, one.value, one.origin) for one in attributes_of("acme")]
    boss.post(url, {"dimension": key, "value": ""})

    assert stated == [(key, 12, "hand")]
    assert attributes_of("acme") == []


@pytest.mark.parametrize(("value", "reason", "said"), [("many", "Guess", "many"), ("12", "", "Please say why")])
def test_value_that_does_not_fit_or_has_no_reason_is_refused(boss: Client, value: str, reason: str, said: str) -> None:
    make_profile("acme")
    key = next(one.key for one in dimensions if one.is_attribute and one.kind is Kind.NUMBER)

    answer = boss.post(
        "/admin/segmentation/customerprofile/acme/value/",
        {"dimension": key, "value": value, "reason": reason},
        follow=True,
    )

    assert said in answer.content.decode()
    assert attributes_of("acme") == []


def test_who_may_only_look_states_nothing(log_in: LogIn) -> None:
    make_profile("acme")
    client = log_in("view_customerprofile", "view_companyattributes")

    answer = client.post("/admin/segmentation/customerprofile/acme/value/", {"dimension": "headcount", "value": "1"})

    assert answer.status_code == 403
