"""Where a second person approves what is switched, no call about segments is a way round it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from segmentation.models import AuditEntry, MembershipChoice, Segment
from segmentation.services.set_feature_rule import set_feature_rule
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.rest.conftest import Caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_toy_host", "_segments")]

TOMORROW = (timezone.now() + timedelta(days=1)).isoformat()


@pytest.fixture(autouse=True)
def _two_segments(settings: Settings, _segments: None) -> None:
    """Features go by one of them; nothing is said for the other."""
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    for priority, key in ((700, "pilots"), (710, "silent")):
        Segment.objects.create(key=key, name=key, priority=priority)
    set_feature_rule(feature="toy_search", segment="pilots", state="on", actor=None)
    for key in ("acme", "bolt"):
        make_profile(key)


@pytest.mark.parametrize(("key", "status", "gone"), [("pilots", 409, False), ("silent", 204, True)])
def test_segment_that_features_go_by_is_not_deleted(caller: Caller, key: str, status: int, gone: bool) -> None:
    answer = caller.call("delete", f"segments/{key}/")

    assert (answer.status_code, Segment.objects.filter(key=key).exists()) == (status, not gone)
    if status == 409:
        assert (answer.json()["code"], "draft" in answer.json()["detail"]) == ("needs_draft", True)


def test_segment_is_deleted_once_its_switches_are_gone(caller: Caller) -> None:
    set_feature_rule(feature="toy_search", segment="pilots", state="inherit", actor=None)

    assert caller.call("delete", "segments/pilots/").status_code == 204


@pytest.mark.parametrize(
    ("key", "sent", "status"),
    [
        ("pilots", {"customer_keys": ["acme"], "include": True, "expires_at": TOMORROW}, 200),
        ("pilots", {"customer_keys": ["acme", "acme"], "include": False, "expires_at": TOMORROW}, 200),
        ("pilots", {"customer_keys": ["acme"], "include": True}, 409),
        ("pilots", {"customer_keys": ["acme"], "include": None}, 200),
        ("pilots", {"customer_keys": ["acme", "bolt"], "include": True, "expires_at": TOMORROW}, 409),
        ("pilots", {"customer_keys": ["acme", "bolt"], "include": None}, 409),
        ("routine", {"customer_keys": ["acme", "bolt"], "include": True, "expires_at": TOMORROW}, 409),
        ("silent", {"customer_keys": ["acme", "bolt"], "include": True}, 200),
    ],
)
def test_by_hand_one_company_is_set_until_an_end_and_never_many(
    caller: Caller, key: str, sent: dict[str, Any], status: int
) -> None:
    answer = caller.post(f"segments/{key}/choices/", sent | {"reason": "Pilot"})

    chosen = len(set(sent["customer_keys"])) if status == 200 and sent["include"] is not None else 0
    assert (answer.status_code, MembershipChoice.objects.count()) == (status, chosen)
    audited = AuditEntry.objects.filter(action="membership", reason="Pilot", actor=caller.person)
    assert audited.count() == chosen


def test_without_approval_many_are_set_at_once(caller: Caller, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": False}
    sent = {"customer_keys": ["acme", "bolt"], "include": True, "reason": "Pilot"}

    assert caller.post("segments/pilots/choices/", sent).status_code == 200
    assert caller.call("delete", "segments/pilots/").status_code == 204
