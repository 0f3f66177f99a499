"""Where drafts need approval, a second person approves what is published and what is taken back."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.segmentation.rest.conftest import Caller, make_person
from tests.segmentation.rest.test_drafts import EVERYWHERE, _toy_list, rule, started, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(_toy_list.__name__)]


def test_second_person_approves(caller_with, settings: Settings):
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    author = caller_with(*EVERYWHERE)
    second = Caller(make_person("cleo@example.com", permissions=EVERYWHERE))
    draft = started(author)

    early = step(author, draft, "publish")
    step(author, draft, "propose")
    own = step(author, draft, "approve")
    sent_back = step(second, draft, "send-back", {"reason": "Less"}).json()
    step(author, draft, "propose")
    approved = step(second, draft, "approve").json()
    published = step(author, draft, "publish").json()

    assert [(answer.status_code, answer.json()["code"]) for answer in (early, own)] == [(409, "approval")] * 2
    assert (sent_back["state"], approved["state"], published["state"]) == ("open", "approved", "published")
    assert (approved["approved_by"], published["published_by"]) == ("cleo@example.com", "bo@example.com")


def test_second_person_approves_that_a_draft_is_taken_back(caller_with, settings: Settings):
    author = caller_with(*EVERYWHERE)
    second = Caller(make_person("cleo@example.com", permissions=EVERYWHERE))
    draft = started(author)
    step(author, draft, "publish")
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}

    early = step(author, draft, "roll-back")
    step(author, draft, "propose-roll-back", {"reason": "Too soon"})
    own = step(author, draft, "approve-roll-back")
    declined = step(second, draft, "decline-roll-back", {"reason": "It sells"}).json()
    step(author, draft, "propose-roll-back")
    approved = step(second, draft, "approve-roll-back").json()
    back = step(author, draft, "roll-back").json()

    assert [(answer.status_code, answer.json()["code"]) for answer in (early, own)] == [(409, "approval")] * 2
    assert (declined["state"], approved["state"], back["state"]) == ("published", "back_approved", "rolled_back")
    assert (approved["back_proposed_by"], approved["back_approved_by"]) == ("bo@example.com", "cleo@example.com")
    assert rule() is None


@pytest.mark.parametrize(
    ("method", "end"),
    [("get", "dry-run/"), ("post", "dry-run/"), ("post", "publish/"), ("post", "discard/"), ("delete", "changes/1/")],
)
def test_number_that_no_draft_can_have_is_not_found(caller, method, end):
    assert caller.call(method, f"drafts/{'9' * 40}/{end}", {}).status_code == 404
