from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from segmentation.models import Draft, FeatureRule, FeatureSetting, Segment, SegmentRefresh
from segmentation.services.approve_draft import approve_draft
from segmentation.services.propose_draft import propose_draft
from segmentation.services.publish_draft import publish_draft
from segmentation.services.put_change import put_change
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.services.start_draft import start_draft
from tests.segmentation.admin.draft_pages import LATER, URL, changes_of, page_of, state_of, take
from tests.segmentation.admin.rows import AT, make_segments

pytestmark = pytest.mark.django_db


def test_published_and_taken_back(boss: Client, draft: Draft) -> None:
    take(boss, draft, "publish", reason="The season begins")
    assert FeatureSetting.objects.get().killed
    published = Draft.objects.get(pk=draft.pk)

    take(boss, draft, "roll-back", reason="Too early")

    assert not FeatureSetting.objects.filter(killed=True).exists()
    assert (published.state, published.reason) == ("published", "The season begins")
    assert list(draft.audit.values_list("action", "reason"))[:2] == [
        ("draft_rolled_back", "Too early"),
        ("kill_switch", "Too early"),
    ]


def test_publishing_a_rule_has_the_companies_worked_out(
    boss: Client, draft: Draft, django_capture_on_commit_callbacks: Any
) -> None:
    make_segments(1)
    rule = Segment.objects.get(key="routine").rule
    put_change(draft.pk, kind="segment_rule", segment="group-0", after={"rule": rule}, actor=None, now=AT)

    with django_capture_on_commit_callbacks(execute=True):
        take(boss, draft, "publish")

    assert SegmentRefresh.objects.get(segment__key="group-0").state == "finished"


def test_what_was_changed_meanwhile_is_confirmed_one_by_one(boss: Client, draft: Draft) -> None:
    put_change(draft.pk, kind="rule", feature="toy_search", segment="new", after={"state": "off"}, actor=None, now=AT)
    bea = get_user_model()._default_manager.create_user(email="bea@example.com", password="x")
    set_feature_rule(feature="toy_search", segment="new", state="on", share=50, actor=bea)
    change = draft.changes.get(kind="rule")

    asked = take(boss, draft, "publish").content.decode()
    assert state_of(draft) == "open"
    take(boss, draft, "publish", despite=[change.pk])

    assert "bea@example.com changed this on" in asked
    assert "On; for 50 % of the companies" in asked
    assert state_of(draft) == "published"
    assert FeatureRule.objects.get().state == "off"


def test_page_names_who_changed_the_same_meanwhile(boss: Client, draft: Draft) -> None:
    bea = get_user_model()._default_manager.create_user(email="bea@example.com", password="x")
    put_change(draft.pk, kind="rule", feature="toy_search", segment="new", after={"state": "off"}, actor=None, now=AT)
    set_feature_rule(feature="toy_search", segment="new", state="on", actor=bea)

    assert "bea@example.com changed this on" in page_of(boss, draft)


def test_end_that_has_passed_is_not_proposed_again_and_is_refused(boss: Client, draft: Draft) -> None:
    Draft.objects.filter(pk=draft.pk).update(ends_at=datetime(2020, 1, 1, 8, tzinfo=UTC))

    shown = boss.get(f"{URL}{draft.pk}/do/publish/").content.decode()
    refused = take(boss, draft, "publish", ends_at="2020-01-01T10:00").content.decode()
    state = state_of(draft)
    take(boss, draft, "publish")

    assert "2020" not in shown
    assert "The end lies in the past. Please give a later one, or none." in refused
    assert (state, state_of(draft), Draft.objects.get(pk=draft.pk).ends_at) == ("open", "published", None)


def test_what_a_later_draft_changes_too_is_said_when_the_earlier_is_taken_back(boss: Client, draft: Draft) -> None:
    change = draft.changes.get()
    publish_draft(draft.pk, actor=None, now=timezone.now())
    later = start_draft(title="Later", actor=None, now=AT)
    of = {"kind": change.kind, "feature": change.feature, "after": change.after}
    put_change(later.pk, actor=None, now=AT, also_if_it_stands=True, **of)
    publish_draft(later.pk, actor=None, now=timezone.now())

    page = boss.post(f"{URL}{draft.pk}/do/roll-back/", {"reason": ""}, follow=True).content.decode()

    assert "Some of it is changed by a later draft too, and stands until that is taken back." in page
    assert FeatureSetting.objects.get().killed


def test_roll_back_says_beforehand_what_is_left(boss: Client, draft: Draft) -> None:
    publish_draft(draft.pk, actor=None, now=timezone.now())
    set_kill_switch(feature="toy_ideas", killed=False, actor=None)

    page = boss.get(f"{URL}{draft.pk}/do/roll-back/").content.decode()

    assert "What was changed again since the draft was published is left as it is" in page


def test_draft_waits_for_its_moment_in_the_time_of_the_shop(boss: Client, draft: Draft, settings: Settings) -> None:

    take(boss, draft, "schedule", publish_at=LATER, ends_at="2099-07-01T08:00", whatever_stands="on")

    draft.refresh_from_db()
    assert (draft.state, draft.whatever_stands) == ("scheduled", True)
    assert (draft.publish_at, draft.ends_at) == (
        datetime(2099, 6, 1, 6, tzinfo=UTC),
        datetime(2099, 7, 1, 6, tzinfo=UTC),
    )

    take(boss, draft, "unschedule")
    assert state_of(draft) == "open"


@pytest.mark.parametrize(
    ("moments", "words"),
    [
        (("2098-03-30T02:30", ""), "clocks are put forward"),
        (("2098-10-26T02:30", ""), "Do you mean the first time or the second?"),
        (("2020-01-01T10:00", ""), "This moment has passed"),
        ((LATER, LATER), "The end has to come after the beginning."),
        (("soon", ""), "Please give a date and a time"),
        (("", ""), "Please give a date and a time"),
    ],
)
def test_moment_that_cannot_be_is_said_in_a_sentence(
    boss: Client, draft: Draft, settings: Settings, moments: tuple[str, str], words: str
) -> None:

    page = take(boss, draft, "schedule", publish_at=moments[0], ends_at=moments[1]).content.decode()

    assert words in page
    assert state_of(draft) == "open"


@pytest.mark.parametrize(("which", "hour"), [("earlier", 0), ("later", 1)])
def test_moment_that_comes_twice_is_asked_for(
    boss: Client, draft: Draft, settings: Settings, which: str, hour: int
) -> None:
    asked = take(boss, draft, "schedule", publish_at="2098-10-26T02:30").content.decode()

    take(boss, draft, "schedule", publish_at="2098-10-26T02:30", publish_at_which=which)

    assert 'name="publish_at_which"' in asked
    assert Draft.objects.get(pk=draft.pk).publish_at == datetime(2098, 10, 26, hour, 30, tzinfo=UTC)


def test_one_switch_is_planned_in_one_step(boss: Client, draft: Draft) -> None:
    posted = {"feature": "toy_search", "segment": "new", "state": "off", "publish_at": LATER, "reason": "Season"}

    boss.post(f"{URL}plan/", posted)

    planned = Draft.objects.latest("pk")
    assert (planned.state, planned.reason, planned.whatever_stands) == ("scheduled", "Season", True)
    assert changes_of(planned) == [("rule", "toy_search", "new", "", {"state": "off"})]


def test_feature_cannot_be_planned_on_for_everybody(boss: Client) -> None:
    posted = {"feature": "toy_search", "segment": "*", "state": "on", "publish_at": LATER}

    page = boss.post(f"{URL}plan/", posted).content.decode()

    assert "not on for everybody" in page
    assert not Draft.objects.exists()


def test_plan_that_needs_approval_is_proposed_with_its_moment(boss: Client, draft: Draft, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    posted = {"feature": "toy_search", "segment": "*", "state": "off", "publish_at": LATER, "reason": "Season"}

    boss.post(f"{URL}plan/", posted)

    planned = Draft.objects.latest("pk")
    assert planned.state == "proposed"
    assert "2099" in planned.reason
    assert planned.reason.endswith("Season")


def test_draft_is_sent_back_with_what_is_to_change(boss: Client, draft: Draft) -> None:
    propose_draft(draft.pk, actor=None)

    take(boss, draft, "send-back", reason="Not in July")

    assert state_of(draft) == "open"
    assert "Not in July" in page_of(boss, draft)


def test_step_that_is_too_late_says_where_the_draft_stands(boss: Client, draft: Draft) -> None:
    publish_draft(draft.pk, actor=None, now=timezone.now())

    response = boss.post(f"{URL}{draft.pk}/do/publish/", follow=True)

    assert "Where the draft stands: Published." in response.content.decode()


def test_approved_draft_says_by_whom(boss: Client, draft: Draft) -> None:
    propose_draft(draft.pk, actor=None)
    anna = get_user_model()._default_manager.get(email="anna@example.com")
    approve_draft(draft.pk, actor=anna, now=AT)

    assert re.search(r"Approved [^<]* by anna@example.com", page_of(boss, draft))
