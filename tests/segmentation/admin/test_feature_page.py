from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from segmentation.contracts import Buyclass, Feature
from segmentation.models import AuditEntry, Draft, DraftChange, FeatureRule, FeatureSetting
from segmentation.parameter import Parameter, ParameterKind
from segmentation.public import features_for, has_feature
from segmentation.registry import features
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.standing import EVERYBODY
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_profile, make_segments

URL = "/admin/segmentation/featurerule/feature/toy_list/"
LIST = Feature(
    key="toy_list",
    label="Toy list",
    help="Toys in a row.",
    serves=frozenset({Buyclass.ROUTINE}),
    per_category=True,
    parameters=(
        Parameter(
            key="length", label="Length", kind=ParameterKind.WHOLE, default=20, unit="toys", minimum=1, maximum=50
        ),
        Parameter(key="points", label="Points", kind=ParameterKind.DECIMAL, default=Decimal("1.5")),
        Parameter(key="pictures", label="Pictures", kind=ParameterKind.FLAG, default=True),
        Parameter(
            key="order",
            label="Order",
            kind=ParameterKind.CHOICE,
            default="name",
            choices=lambda: [("name", "By name"), ("price", "By price")],
        ),
        Parameter(key="title", label="Title", kind=ParameterKind.TEXT, default="Toys"),
    ),
)
RULE = {"do": "rule", "segment": "routine", "state": "on", "share": "100", "held_out": "0"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _toy_list(db: None) -> Iterator[None]:
    ensure_builtin_segments()
    features.register(LIST)
    yield
    features.unregister(LIST.key)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def rule(segment: str = "routine") -> tuple[str, int, int, dict[str, Any]] | None:
    rows = FeatureRule.objects.filter(feature="toy_list", segment__key=segment or None)
    return rows.values_list("state", "share", "held_out", "parameters").first()


def test_page_sends_strangers_and_resellers_to_the_log_in(client: Client) -> None:
    reseller = get_user_model()._default_manager.create_user(email="cai@example.com", password="x")
    assert client.get(URL).url == f"/admin/login/?next={URL}"
    client.force_login(reseller)

    assert client.get(URL).url == f"/admin/login/?next={URL}"
    assert client.post(URL, RULE).url == f"/admin/login/?next={URL}"
    assert rule() is None


def test_page_is_closed_without_the_view_right(log_in: LogIn) -> None:
    assert log_in("view_run").get(URL).status_code == 403


def test_page_of_a_feature_nobody_declared_is_not_found(boss: Client) -> None:
    assert boss.get("/admin/segmentation/featurerule/feature/gone/").status_code == 404


def test_page_shows_who_may_only_look_no_way_to_switch(log_in: LogIn) -> None:
    page = log_in("view_featurerule").get(f"{URL}?rule=routine").content.decode()

    assert "Toys in a row." in page
    assert '<form method="post"' not in page.partition('id="content-main"')[2]


def test_page_counts_whom_the_feature_reaches(boss: Client) -> None:
    for n in range(40):
        make_profile(f"c{n}")
    set_feature_rule(feature="toy_list", segment="routine", actor=None, state="on", share=50, held_out=20)

    reach = boss.get(URL).context["page"].reach

    have = sum(has_feature(f"c{n}", "toy_list") for n in range(40))
    assert (reach.companies, reach.on) == (40, have)
    assert (reach.on + reach.waiting + reach.held_out, reach.waiting > 0, reach.held_out > 0) == (40, True, True)


def test_rule_is_opened_in_place_for_htmx(boss: Client) -> None:
    part = boss.get(f"{URL}?rule=routine", headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith('<li id="bc-rule-routine"')
    assert 'name="value_length"' in part


def test_fields_of_values_tell_what_an_empty_one_means(boss: Client) -> None:
    set_feature_rule(feature="toy_list", segment=EVERYBODY, actor=None, parameters={"length": 30})

    page = boss.get(f"{URL}?rule=routine").content.decode()

    assert 'placeholder="as for everybody: 30 toys"' in page
    assert 'placeholder="as declared: 1.5"' in page
    assert "From 1 to 50." in page


def test_rule_is_saved_with_share_hold_out_and_values(boss: Client) -> None:
    make_profile("acme")
    values = {
        "value_length": "25",
        "value_points": "2.5",
        "value_pictures": "false",
        "value_order": "price",
        "value_title": "For you",
    }

    response = boss.post(URL, {**RULE, **values, "share": "60", "held_out": "5", "reason": "A trial"})

    assert (response.status_code, response.url) == (302, f"{URL}#bc-rule-routine")
    stored = {"length": 25, "points": "2.5", "pictures": False, "order": "price", "title": "For you"}
    assert rule() == ("on", 60, 5, stored)
    assert features_for("acme").value("toy_list", "length") == 25
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.feature, entry.segment_key, entry.reason) == (
        "anna@example.com",
        "toy_list",
        "routine",
        "A trial",
    )


def test_rule_for_everybody_is_saved(boss: Client) -> None:
    boss.post(URL, {**RULE, "segment": EVERYBODY, "state": "off"})

    assert rule(EVERYBODY) == ("off", 100, 0, {})


@pytest.mark.parametrize(
    ("posted", "field", "problem"),
    [
        ({"value_length": "51"}, "value_length", "Length: not above 50."),
        ({"value_length": "2.5"}, "value_length", "Length: only whole numbers."),
        ({"value_points": "much"}, "value_points", "Points: this is not a number."),
        ({"value_order": "weight"}, "value_order", "Order: this is not one of the choices."),
        ({"share": "101"}, "share", "Ensure this value is less than or equal to 100."),
        ({"held_out": ""}, "held_out", "This field is required."),
        ({"publish_at": "2099-03-29T02:30"}, "publish_at", "On 29 March 2099 there is no 02:30:"),
        ({"ends_at": "2001-01-01T00:00"}, "ends_at", "The end has to come after the beginning, and after now."),
        (
            {"publish_at": "2001-01-01T00:00", "ends_at": "2001-02-01T00:00"},
            "ends_at",
            "The end has to come after the beginning, and after now.",
        ),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(boss: Client, posted: dict[str, str], field: str, problem: str) -> None:
    response = boss.post(URL, {**RULE, **posted})

    page = response.content.decode()
    assert (response.status_code, rule()) == (200, None)
    assert str(response.context["form"].errors[field][0]).startswith(problem)
    assert f'id="id_routine_{field}_error"' in page


def test_rule_is_not_saved_over_what_somebody_else_said_meanwhile(boss: Client) -> None:
    shown = boss.get(f"{URL}?rule=routine").context["form"].stands
    set_feature_rule(feature="toy_list", segment="routine", actor=None, state="off")

    refused = boss.post(URL, {**RULE, "was": shown})
    assert "Somebody else changed this meanwhile." in refused.content.decode()
    assert rule() == ("off", 100, 0, {})

    boss.post(URL, {**RULE, "was": refused.context["form"].stands})
    assert rule() == ("on", 100, 0, {})


def test_rule_of_a_segment_that_is_gone_is_refused(boss: Client) -> None:
    response = boss.post(URL, {**RULE, "segment": "gone"})

    assert said(response) == ["This segment is gone meanwhile. Please look again."]


def test_rule_needs_the_change_right(log_in: LogIn) -> None:
    assert log_in("view_featurerule").post(URL, RULE).status_code == 403
    assert rule() is None


def test_feature_is_switched_off_for_everybody_and_that_is_lifted(boss: Client) -> None:
    make_profile("acme")

    boss.post(URL, {"do": "kill", "wanted": "yes", "reason": "It is broken"})
    assert not has_feature("acme", "toy_list")
    assert "Off for everybody." in boss.get(URL).content.decode()

    boss.post(URL, {"do": "kill", "wanted": "no"})
    assert has_feature("acme", "toy_list")


def test_feature_goes_by_the_company_instead_of_the_category(boss: Client) -> None:
    boss.post(URL, {"do": "by_category", "wanted": "no"})

    assert list(FeatureSetting.objects.values_list("feature", "by_category")) == [("toy_list", False)]


@pytest.mark.parametrize("do", ["kill", "by_category"])
def test_changes_of_the_whole_need_their_own_right(log_in: LogIn, do: str) -> None:
    response = log_in("change_featurerule").post(URL, {"do": do, "wanted": "yes"})

    assert (response.status_code, FeatureSetting.objects.count()) == (403, 0)


def test_rule_with_moments_waits_for_them(boss: Client) -> None:
    posted = {"publish_at": "2099-07-01T08:00", "ends_at": "2099-08-01T00:00", "value_length": "9"}

    response = boss.post(URL, {**RULE, **posted, "reason": "Summer"})

    assert response.url == f"{URL}#bc-coming"
    draft = Draft.objects.get()
    assert (draft.state, draft.publish_at.isoformat(), draft.reason) == (
        "scheduled",
        "2099-07-01T06:00:00+00:00",
        "Summer",
    )
    assert draft.changes.get().after == {"state": "on", "parameters": {"length": 9}}
    assert rule() is None
    assert "Summer" in boss.get(URL).content.decode()


def test_rule_is_put_into_a_draft(boss: Client) -> None:
    response = boss.post(URL, {**RULE, "share": "10", "into": "draft"})

    change = DraftChange.objects.get()
    assert response.url == f"/admin/segmentation/draft/{change.draft_id}/change/"
    assert (change.feature, change.segment_key, change.after) == ("toy_list", "routine", {"state": "on", "share": 10})
    assert rule() is None


def test_where_a_second_person_approves_only_switching_off_goes_without(boss: Client, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}

    boss.post(URL, RULE)
    refused = boss.post(URL, {"do": "by_category", "wanted": "no"})
    boss.post(URL, {"do": "kill", "wanted": "yes"})

    text = "Put this into a draft: a second person has to approve what changes in the shop."
    assert said(refused) == [text, text]
    assert (rule(), list(FeatureSetting.objects.values_list("killed", "by_category"))) == (None, [(True, True)])
    assert "Save now" not in boss.get(f"{URL}?rule=routine").content.decode()
    boss.post(URL, {"do": "kill", "wanted": "no"})
    assert FeatureSetting.objects.get().killed


def test_page_lists_single_companies_with_their_end_and_what_was_changed(boss: Client) -> None:
    make_profile("acme")
    set_feature_override(feature="toy_list", customer_key="acme", state="off", actor=None, reason="They asked")
    set_kill_switch(feature="toy_list", killed=True, actor=None, reason="It broke")

    page = boss.get(URL)

    shown = [(label.name, row.enabled, holds) for label, row, holds in page.context["page"].by_hand]
    assert shown == [("ACME Trading", False, True)]
    assert [entry.reason for entry in page.context["page"].history] == ["It broke", "They asked"]


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("query", "cost"), [("", 13), ("?rule=group-0", 14)])
def test_page_costs_the_same_for_many_segments_and_companies(boss: Client, count: int, query: str, cost: int) -> None:
    for n in range(count):
        make_profile(f"c{n}")
        set_feature_override(feature="toy_list", customer_key=f"c{n}", state="on", actor=None, reason="A trial")
    for segment in make_segments(count):
        FeatureRule.objects.create(feature="toy_list", segment=segment, state="on", share=10)

    with CaptureQueriesContext(connection) as queries:
        boss.get(f"{URL}{query}")

    # Besides, PostgreSQL is told how long counting may take.
    assert len([query for query in queries if "FROM" in query["sql"]]) == cost
