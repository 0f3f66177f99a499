"""Many companies decided for by hand: kept at once, moved by a worker, whatever happens to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from segmentation import tasks
from segmentation.models import AuditEntry, MembershipChoice, Segment, SegmentMembership, SegmentRefresh
from segmentation.public import segments_of
from segmentation.services import refresh_segment as refreshing
from segmentation.services import set_choices as choosing
from segmentation.services.set_choices import SetChoices, set_choices
from segmentation.services.set_membership_choice import set_membership_choice
from tests.segmentation.admin.rows import AT
from tests.segmentation.segment_rows import ROUTINE_ABOVE_HALF, add_segment, make_profiles, members, published, refresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "FEW_AT_ONCE", 10)


def choose(keys: list[str], include: bool | None, **facts: Any) -> SetChoices:
    wish = {"segment_key": "mine", "reason": "Fair visitors", "actor": None, "now": now(), **facts}
    return set_choices(customer_keys=keys, include=include, **wish)


def test_few_are_moved_while_somebody_waits() -> None:
    keys = make_profiles([0.1] * 10)
    segment = add_segment(ROUTINE_ABOVE_HALF)
    SegmentRefresh.objects.all().delete()

    done = choose(keys, True)

    assert (done.changed, done.refresh, len(members(segment))) == (10, None, 10)
    assert SegmentRefresh.objects.count() == 0


def test_many_are_kept_at_once_and_moved_by_a_worker() -> None:
    keys = make_profiles([0.1] * 11)
    segment = add_segment(ROUTINE_ABOVE_HALF)
    refresh(segment)
    AuditEntry.objects.all().delete()

    done = choose([*keys, keys[0]], True)
    kept = (MembershipChoice.objects.filter(include=True).count(), members(segment))
    tasks.refresh_segment.delay(refresh_id=done.refresh.pk)

    assert (done.changed, kept) == (11, (11, {}))
    assert members(segment) == dict.fromkeys(keys, "manual")
    assert published(keys[0]) == ["mine", "new"]
    done.refresh.refresh_from_db()
    assert (done.refresh.state, done.refresh.joined) == ("finished", 11)
    facts = ("action", "segment_key", "before", "after", "reason")
    assert list(AuditEntry.objects.values_list(*facts)) == [("memberships", "mine", "", "manual 11", "Fair visitors")]


@pytest.mark.parametrize("rule", [ROUTINE_ABOVE_HALF, None])
def test_worker_comes_to_what_is_done_at_once(rule: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = make_profiles([n / 24 for n in range(24)])
    standing: list[Any] = []
    for few in (0, 100):
        monkeypatch.setattr(choosing, "FEW_AT_ONCE", few)
        Segment.objects.filter(key="mine").delete()
        segment = add_segment(rule)
        for include, some in ((True, keys[:18]), (False, keys[6:]), (None, keys[3:15]), (True, keys[1:4])):
            done = choose(some, include)
            if done.refresh:
                tasks.refresh_segment.delay(refresh_id=done.refresh.pk)
        refresh(segment)
        standing.append((members(segment), [segments_of(key) for key in keys]))

    assert standing[0] == standing[1]
    assert set(standing[0][0].values()) == ({"manual", "automatic"} if rule else {"manual"})


def test_worker_that_dies_half_way_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = make_profiles([0.1] * 25)
    segment = add_segment(None)
    monkeypatch.setattr(refreshing, "AT_ONCE", 10)
    done = choose(keys, True)
    real, calls = refreshing.move_members, []

    def dies(*arguments: Any, **facts: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return real(*arguments, **facts)

    monkeypatch.setattr(refreshing, "move_members", dies)
    with pytest.raises(SystemExit):
        tasks.refresh_segment.delay(refresh_id=done.refresh.pk)
    assert len(members(segment)) == 10
    SegmentRefresh.objects.update(touched_at=now() - timedelta(hours=1))
    tasks.resume_refreshes.delay()

    assert members(segment) == dict.fromkeys(keys, "manual")
    done.refresh.refresh_from_db()
    assert (done.refresh.state, done.refresh.joined) == ("finished", 25)


def test_later_word_about_one_company_holds() -> None:
    keys = make_profiles([0.9] * 11)
    segment = add_segment(ROUTINE_ABOVE_HALF)
    done = choose(keys, False)

    set_membership_choice(segment_key="mine", customer_keys=keys[:1], include=True, reason="Asked us", actor=None)
    tasks.refresh_segment.delay(refresh_id=done.refresh.pk)

    assert members(segment) == {keys[0]: "manual"}


def test_same_again_asks_for_nothing() -> None:
    keys = make_profiles([0.1] * 11)
    add_segment(None)
    choose(keys, True)
    entries = AuditEntry.objects.count()

    again = choose(keys, True)

    assert (again.changed, again.refresh, AuditEntry.objects.count()) == (0, None, entries)


def test_segment_whose_rule_cannot_be_read_takes_in_whom_it_is_told() -> None:
    keys = make_profiles([0.1] * 11)
    segment = add_segment(ROUTINE_ABOVE_HALF)
    Segment.objects.filter(pk=segment.pk).update(rule={"dimension": "gone", "is": "known"})

    done = choose(keys, True)

    assert (done.changed, done.refresh, len(members(segment))) == (11, None, 11)


@pytest.mark.parametrize(("facts", "told"), [({"expires_at": AT}, "future"), ({}, "64 characters")])
def test_what_nobody_can_mean_is_refused_and_keeps_nothing(facts: dict[str, Any], told: str) -> None:
    add_segment(None)
    keys = [f"c{n}" for n in range(11)] + ([] if facts else ["x" * 65])

    with pytest.raises(ValueError, match=told):
        choose(keys, True, **facts)

    assert (MembershipChoice.objects.count(), SegmentMembership.objects.count()) == (0, 0)


def test_many_are_kept_in_few_queries() -> None:
    keys = make_profiles([0.1] * 3_000)
    add_segment(None)

    with CaptureQueriesContext(connection) as seen:
        choose(keys, True)

    # SQLite takes few values a statement.
    assert len(seen) <= (12 if connection.vendor == "postgresql" else 60)
