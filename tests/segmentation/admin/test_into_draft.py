from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from segmentation.admin.into_draft import put_into_draft
from segmentation.models import Draft, FeatureRule, Segment
from segmentation.services.put_change import put_change
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.start_draft import start_draft
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AT, make_profile
from tests.segmentation.admin.test_drafts import changes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def _segments(db: None) -> None:
    make_profile("acme")


def asking(person: Any) -> HttpRequest:
    request = RequestFactory().post("/")
    request.user = person
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def person(*, is_superuser: bool = True) -> Any:
    users: Any = get_user_model()._default_manager
    made = users.create_superuser if is_superuser else users.create_user
    return made(email="anna@example.com", password="x")


def put(who: Any, rules: dict[tuple[str, str], str], kills: dict[str, bool] | None = None) -> HttpResponse:
    return put_into_draft(asking(who), rules=rules, kills=kills or {})


@pytest.mark.usefixtures("_segments")
def test_moved_switches_go_into_a_new_draft_and_then_into_the_same() -> None:
    anna = person()
    first = put(anna, {("toy_search", "new"): "off"}, {"toy_ideas": True})
    second = put(anna, {("toy_search", ""): "off"})

    draft = Draft.objects.get()
    assert first["Location"] == second["Location"] == f"/admin/segmentation/draft/{draft.pk}/change/"
    assert changes_of(draft) == [
        ("rule", "toy_search", "new", "", {"state": "off"}),
        ("kill_switch", "toy_ideas", "", "", {"killed": True}),
        ("rule", "toy_search", "", "", {"state": "off"}),
    ]
    assert not FeatureRule.objects.exists()


@pytest.mark.usefixtures("_segments")
def test_share_that_stands_or_is_drafted_stays() -> None:
    anna = person()
    set_feature_rule(feature="toy_search", segment="new", state="on", share=30, actor=None)
    draft = start_draft(title="Mine", actor=anna, now=AT)
    put_change(
        draft.pk,
        kind="rule",
        feature="toy_ideas",
        segment="new",
        after={"state": "on", "share": 60},
        actor=None,
        now=AT,
    )

    put(anna, {("toy_search", "new"): "off", ("toy_ideas", "new"): "off"})

    assert {change[1]: change[4] for change in changes_of(draft)} == {
        "toy_search": {"state": "off", "share": 30},
        "toy_ideas": {"state": "off", "share": 60},
    }


@pytest.mark.usefixtures("_segments")
def test_drafts_of_others_are_left_alone() -> None:
    start_draft(title="Of somebody else", actor=None, now=AT)

    put(person(), {("toy_search", "new"): "off"})

    assert sorted(len(changes_of(draft)) for draft in Draft.objects.all()) == [0, 1]


@pytest.mark.usefixtures("_segments")
def test_who_may_not_draft_puts_nothing_in() -> None:
    with pytest.raises(PermissionDenied):
        put(person(is_superuser=False), {("toy_search", "new"): "off"})

    assert not Draft.objects.exists()


POSTED = {
    "name": "Another name",
    "description": "",
    "rule:join": "all",
    "rule.0:dimension": "buyclass",
    "rule.0:operator": "one_of",
    "rule.0:chosen": "major",
}


@pytest.mark.usefixtures("_segments")
def test_rule_of_a_segment_is_saved_as_a_draft(log_in: LogIn) -> None:
    new = Segment.objects.get(key="new")
    client = log_in("view_segment", "view_draft", "add_draft", "change_draft")

    response = client.post(f"/admin/segmentation/segment/{new.pk}/change/", {**POSTED, "do": "draft"})

    draft = Draft.objects.get()
    assert response["Location"] == f"/admin/segmentation/draft/{draft.pk}/change/"
    assert [(kind, segment) for kind, _feature, segment, _company, _after in changes_of(draft)] == [
        ("segment_rule", "new")
    ]
    stored = Segment.objects.get(key="new")
    assert (stored.rule, stored.name) == (new.rule, new.name)


@pytest.mark.usefixtures("_segments")
def test_another_rule_waits_for_a_draft_where_approval_is_needed(boss: Client, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    new = Segment.objects.get(key="new")

    page = boss.post(f"/admin/segmentation/segment/{new.pk}/change/", {**POSTED, "do": "save"}).content.decode()

    assert "Save it as a draft" in page
    assert Segment.objects.get(key="new").rule == new.rule


@pytest.mark.usefixtures("_segments")
def test_who_may_only_propose_goes_on_with_the_drafted_rule(log_in: LogIn) -> None:
    new = Segment.objects.get(key="new")
    major = Segment.objects.get(key="major")
    client = log_in("view_segment", "view_draft", "add_draft", "change_draft")
    url = f"/admin/segmentation/segment/{new.pk}/change/"
    draft = start_draft(title="Mine", actor=None, now=AT)
    put_change(draft.pk, kind="segment_rule", segment="new", after={"rule": major.rule}, actor=None, now=AT)

    page = client.get(f"{url}?draft={draft.pk}")
    refused = client.post(url, {"name": "Mine now", "do": "save"})

    assert 'value="draft"' in page.content.decode()
    assert 'value="save"' not in page.content.decode()
    assert f'name="into" value="{draft.pk}"' in page.content.decode()
    assert refused.status_code == 403
    assert Segment.objects.get(key="new").rule == new.rule


@pytest.mark.usefixtures("_segments")
def test_order_of_segments_waits_for_a_draft_where_approval_is_needed(boss: Client, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    before = list(Segment.objects.order_by("priority").values_list("key", flat=True))

    page = boss.post("/admin/segmentation/segment/order/", {"move": f"down:{before[0]}"}, follow=True).content.decode()

    assert "Put this into a draft" in page
    assert list(Segment.objects.order_by("priority").values_list("key", flat=True)) == before
