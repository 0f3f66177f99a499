"""Drafts at their moments, the approval of a second person, and moments as they are typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AbstractUser
from pytest_django import Settings

from segmentation.models import AuditEntry, Draft, DraftChange
from segmentation.public import has_feature
from segmentation.selectors.coming_changes import coming_changes
from segmentation.selectors.may_switch import NeedsDraftError, check_may_switch
from segmentation.services.apply_due_drafts import apply_due_drafts
from segmentation.services.approve_draft import ApprovalError, approve_draft
from segmentation.services.plan_switch import plan_switch
from segmentation.services.propose_draft import propose_draft
from segmentation.services.publish_draft import SwitchesMovedError, publish_draft
from segmentation.services.put_change import put_change
from segmentation.services.schedule_draft import MomentsError, schedule_draft, unschedule_draft
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.start_draft import start_draft
from segmentation.words.local_moments import EARLIER, LATER, LocalMomentError, moment_from_local
from tests.segmentation.drafts.conftest import make_person

START = datetime(2026, 6, 1, 8, tzinfo=UTC)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def plan(hours: float, state: str, *, until: float | None = None, segment: str | None = "new") -> Draft:
    ends_at = None if until is None else at(until)
    return plan_switch(
        feature="toy_ideas", segment=segment, state=state, publish_at=at(hours), ends_at=ends_at, actor=None, now=START
    )


def drafted(actor: AbstractUser | None = None) -> Draft:
    draft = start_draft(title="Summer", actor=actor, now=START)
    put(draft, actor=actor)
    return draft


def put(draft: Draft, *, actor: AbstractUser | None = None, state: str = "off") -> None:
    after = {"state": state}
    put_change(draft.pk, kind="rule", feature="toy_ideas", segment="new", after=after, actor=actor, now=START)


def rules_made() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(action="feature_rule").order_by("pk").values_list("before", "after"))


def test_due_drafts_are_done_once_in_order_also_after_two_hours_of_downtime() -> None:
    late = plan(2, "on")
    early = plan(1, "off")
    plan(48, "off")

    done = [apply_due_drafts(now=at(hours)) for hours in (0, 4, 4)]

    assert [list(one.published) for one in done] == [[], [early.pk, late.pk], []]
    assert rules_made() == [("inherit", "off"), ("off", "on")]
    assert [coming.publish_at for coming in coming_changes()] == [at(48)]


def test_window_that_passed_during_downtime_is_opened_and_closed_in_order() -> None:
    first = plan(0.5, "off", until=1)
    second = plan(1, "off", until=1.5)

    done = apply_due_drafts(now=at(2))

    assert (list(done.published), list(done.rolled_back)) == ([first.pk, second.pk], [first.pk, second.pk])
    assert rules_made() == [("inherit", "off"), ("off", "inherit")] * 2
    assert set(Draft.objects.values_list("state", flat=True)) == {"rolled_back"}


def test_window_ends_at_its_end() -> None:
    plan(1, "off", until=3)
    seen = []
    for hours in (0.5, 1, 2.9, 3):
        apply_due_drafts(now=at(hours))
        seen.append(has_feature("acme", "toy_ideas"))

    assert seen == [True, False, False, True]


def test_draft_that_was_overtaken_says_so_and_holds_up_no_other(anna: AbstractUser) -> None:
    overtaken = drafted()
    schedule_draft(overtaken.pk, publish_at=at(1), actor=None, now=START)
    DraftChange.objects.update(put_at=START)
    set_feature_rule(feature="toy_ideas", segment="new", state="on", actor=anna)
    other = plan_switch(feature="toy_search", segment=None, state="off", publish_at=at(1), actor=None, now=START)

    done = apply_due_drafts(now=at(1))

    assert (list(done.failed), list(done.published)) == ([overtaken.pk], [other.pk])
    overtaken.refresh_from_db()
    assert overtaken.state == "open"
    assert overtaken.problem.startswith("Toy ideas for New buyers was changed by anna@example.com on ")
    assert [has_feature("acme", key) for key in ("toy_ideas", "toy_search")] == [True, False]


def test_end_of_a_draft_that_was_overtaken_takes_back_no_later_publication(anna: AbstractUser) -> None:
    overtaken = drafted()
    schedule_draft(overtaken.pk, publish_at=at(1), ends_at=at(2), actor=None, now=START)
    set_feature_rule(feature="toy_ideas", segment="new", state="on", actor=anna)
    apply_due_drafts(now=at(1))
    change = overtaken.changes.get()

    with pytest.raises(MomentsError, match="The end lies in the past"):
        publish_draft(overtaken.pk, actor=None, now=at(3), despite=[change.pk], ends_at=at(2))
    publish_draft(overtaken.pk, actor=None, now=at(3), despite=[change.pk])
    apply_due_drafts(now=at(4))

    overtaken.refresh_from_db()
    assert (overtaken.state, overtaken.ends_at) == ("published", None)
    assert has_feature("acme", "toy_ideas") is False


def test_what_was_accepted_for_a_moment_is_asked_about_again_once_that_is_taken_back(anna: AbstractUser) -> None:
    draft = plan(1, "off")
    unschedule_draft(draft.pk, actor=None)
    set_feature_rule(feature="toy_ideas", segment="new", state="on", actor=anna)

    with pytest.raises(SwitchesMovedError):
        publish_draft(draft.pk, actor=None, now=at(2))


def test_end_in_the_past_is_refused_when_a_draft_is_scheduled() -> None:
    draft = drafted()

    with pytest.raises(MomentsError, match="The end lies in the past"):
        schedule_draft(draft.pk, publish_at=at(1), ends_at=at(2), actor=None, now=at(3))

    draft.refresh_from_db()
    assert draft.state == "open"


def test_draft_about_a_feature_that_is_gone_says_so() -> None:
    draft = plan(1, "off")
    DraftChange.objects.update(feature="toy_gone")

    assert list(apply_due_drafts(now=at(1)).failed) == [draft.pk]

    draft.refresh_from_db()
    assert draft.problem == "A feature in this draft does not exist any more."


def test_plan_is_taken_back_and_moments_have_an_order() -> None:
    draft = plan(1, "off")
    with pytest.raises(MomentsError, match="after the beginning"):
        schedule_draft(draft.pk, publish_at=at(2), ends_at=at(2), actor=None, now=START)

    unschedule_draft(draft.pk, actor=None)

    assert list(apply_due_drafts(now=at(9)).published) == []


@pytest.fixture
def with_approval(settings: Settings) -> None:
    settings.SEGMENTATION = {**settings.SEGMENTATION, "DRAFTS_NEED_APPROVAL": True}


@pytest.mark.usefixtures("with_approval")
def test_draft_is_published_once_somebody_else_approved_it(anna: AbstractUser, boss: AbstractUser) -> None:
    draft = drafted(anna)
    with pytest.raises(ApprovalError):
        publish_draft(draft.pk, actor=anna, now=START)
    with pytest.raises(ApprovalError):
        schedule_draft(draft.pk, publish_at=at(1), actor=anna, now=START)
    propose_draft(draft.pk, actor=anna)

    approve_draft(draft.pk, actor=boss, now=START)

    assert publish_draft(draft.pk, actor=anna, now=START).draft.state == "published"


@pytest.mark.usefixtures("with_approval")
def test_nobody_approves_what_they_had_a_hand_in(anna: AbstractUser, boss: AbstractUser) -> None:
    second = make_person("second", "approve_draft")
    draft = drafted(boss)
    put(draft, actor=second, state="on")
    propose_draft(draft.pk, actor=boss)

    refusals = []
    for person in (boss, second, anna):
        with pytest.raises(ApprovalError) as refused:
            approve_draft(draft.pk, actor=person, now=START)
        refusals.append(str(refused.value))

    own = "You had a hand in this draft yourself. A second person has to approve it."
    assert refusals == [own, own, "You may not approve drafts."]


@pytest.mark.usefixtures("with_approval")
def test_approval_is_lost_with_the_next_change(anna: AbstractUser, boss: AbstractUser) -> None:
    draft = drafted(anna)
    propose_draft(draft.pk, actor=anna)
    approve_draft(draft.pk, actor=boss, now=START)

    put(draft, actor=anna, state="on")

    with pytest.raises(ApprovalError):
        publish_draft(draft.pk, actor=anna, now=START)


def test_only_an_emergency_goes_past_drafts_where_they_are_asked_for(with_approval: None) -> None:
    check_may_switch(switches_off_for_everybody=True)
    with pytest.raises(NeedsDraftError):
        check_may_switch()


def local(text: str, **choice: Any) -> datetime:
    return moment_from_local(text, zone=COPENHAGEN, **choice)


def test_local_time_becomes_a_moment() -> None:
    assert local("2026-07-01 10:00") == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert local("2026-12-01T10:00") == datetime(2026, 12, 1, 9, tzinfo=UTC)
    with pytest.raises(LocalMomentError, match="Please give a date and a time"):
        local("tomorrow")


def test_time_that_the_clocks_leave_out_is_refused() -> None:
    with pytest.raises(LocalMomentError) as refused:
        local("2026-03-29 02:30")

    assert str(refused.value) == (
        "On 29 March 2026 there is no 02:30: clocks are put forward then. Please take 03:00 or later."
    )
    assert refused.value.is_twice is False


def test_time_that_comes_twice_is_asked_about() -> None:
    with pytest.raises(LocalMomentError, match=r"it is 02:30 twice") as refused:
        local("2026-10-25 02:30")

    assert refused.value.is_twice is True
    assert [local("2026-10-25 02:30", which=which) for which in (EARLIER, LATER)] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 2), ("2026-10-25", 4)])
def test_window_across_a_change_of_clocks_ends_at_its_local_time(day: str, hours: int) -> None:
    begins, ends = local(f"{day} 01:30"), local(f"{day} 04:30")
    assert ends - begins == timedelta(hours=hours)
    of: dict[str, Any] = {"feature": "toy_ideas", "segment": "new", "state": "off", "actor": None}
    plan_switch(publish_at=begins, ends_at=ends, now=begins - timedelta(days=1), **of)
    minute, seen = timedelta(minutes=1), []
    for moment in (begins - minute, begins, ends - minute, ends):
        apply_due_drafts(now=moment)
        seen.append(has_feature("acme", "toy_ideas"))

    assert seen == [True, False, False, True]
