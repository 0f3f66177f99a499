"""Where a second person approves drafts, one has to approve as well that a published one is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AbstractUser
from pytest_django import Settings

from segmentation.models import AuditEntry, Draft
from segmentation.public import has_feature
from segmentation.services.apply_due_drafts import apply_due_drafts
from segmentation.services.approve_draft import ApprovalError, approve_draft
from segmentation.services.approve_roll_back import approve_roll_back, decline_roll_back, propose_roll_back
from segmentation.services.lock_draft import DraftStateError
from segmentation.services.propose_draft import propose_draft
from segmentation.services.publish_draft import publish_draft
from segmentation.services.roll_back_draft import roll_back_draft
from tests.segmentation.drafts.conftest import make_person
from tests.segmentation.drafts.test_publishing import NOW, Kind, begin, put

ENDS = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _with_approval(settings: Settings) -> None:
    settings.SEGMENTATION = {**settings.SEGMENTATION, "DRAFTS_NEED_APPROVAL": True}


@pytest.fixture
def published(anna: AbstractUser, boss: AbstractUser) -> Draft:
    """Without toy search, written by anna and approved by boss, until its end."""
    draft = begin(anna)
    put(draft, Kind.KILL_SWITCH, {"killed": True}, anna, feature="toy_search")
    propose_draft(draft.pk, actor=anna)
    approve_draft(draft.pk, actor=boss, now=NOW)
    return publish_draft(draft.pk, actor=anna, now=NOW, ends_at=ENDS).draft


def is_there() -> bool:
    return has_feature("acme", "toy_search")


def test_nothing_is_taken_back_before_somebody_else_approves(
    published: Draft, anna: AbstractUser, boss: AbstractUser
) -> None:
    with pytest.raises(ApprovalError, match="A second person has to approve first that this draft is taken back"):
        roll_back_draft(published.pk, actor=anna, now=NOW)
    propose_roll_back(published.pk, actor=anna, reason="Too early")
    with pytest.raises(ApprovalError):
        roll_back_draft(published.pk, actor=anna, now=NOW)
    before = is_there()
    approve_roll_back(published.pk, actor=boss)

    done = roll_back_draft(published.pk, actor=anna, now=NOW)

    assert (before, is_there(), done.draft.state) == (False, True, "rolled_back")
    told = AuditEntry.objects.filter(action__startswith="draft_back").order_by("pk")
    assert list(told.values_list("action", "actor_name", "reason")) == [
        ("draft_back_proposed", "anna@example.com", "Too early"),
        ("draft_back_approved", "boss@example.com", ""),
    ]


def test_nobody_approves_what_they_proposed_or_without_the_right(
    published: Draft, anna: AbstractUser, boss: AbstractUser
) -> None:
    propose_roll_back(published.pk, actor=boss)

    refusals = []
    for person in (boss, anna):
        with pytest.raises(ApprovalError) as refused:
            approve_roll_back(published.pk, actor=person)
        refusals.append(str(refused.value))

    own = "You proposed this yourself. A second person has to approve it."
    assert refusals == [own, "You may not approve drafts."]
    assert approve_roll_back(published.pk, actor=make_person("second", "approve_draft")).state == "back_approved"


def test_draft_that_is_left_published_has_to_be_proposed_and_approved_anew(
    published: Draft, anna: AbstractUser, boss: AbstractUser
) -> None:
    propose_roll_back(published.pk, actor=anna)
    approve_roll_back(published.pk, actor=boss)

    left = decline_roll_back(published.pk, actor=boss, reason="It sells")

    assert (left.state, left.back_proposed_by, left.back_approved_by) == ("published", None, None)
    with pytest.raises(ApprovalError):
        roll_back_draft(published.pk, actor=anna, now=NOW)
    with pytest.raises(DraftStateError):
        approve_roll_back(published.pk, actor=boss)


@pytest.mark.parametrize("is_proposed", [False, True])
def test_end_that_was_planned_needs_no_approval(published: Draft, anna: AbstractUser, is_proposed: bool) -> None:
    if is_proposed:
        propose_roll_back(published.pk, actor=anna)

    early = apply_due_drafts(now=ENDS - timedelta(minutes=1))
    done = apply_due_drafts(now=ENDS)

    assert (list(early.rolled_back), list(done.rolled_back), is_there()) == ([], [published.pk], True)


def test_without_the_setting_it_is_taken_back_at_once(published: Draft, anna: AbstractUser, settings: Settings) -> None:
    settings.SEGMENTATION = {**settings.SEGMENTATION, "DRAFTS_NEED_APPROVAL": False}
    propose_roll_back(published.pk, actor=anna)

    assert roll_back_draft(published.pk, actor=anna, now=NOW).draft.state == "rolled_back"
