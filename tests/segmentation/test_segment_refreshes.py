"""A segment's members worked out among everybody: bounded, replaced, taken over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from segmentation import tasks
from segmentation.locks import lock_customers
from segmentation.models import (
    CustomerProfile,
    Segment,
    SegmentCount,
    SegmentMembership,
    SegmentRefresh,
)
from segmentation.rest.models import WebhookDelivery
from segmentation.rules import RuleError
from segmentation.selectors.segments_using import segments_using
from segmentation.services import delete_segment as deletion
from segmentation.services import refresh_segment as refreshing
from segmentation.services.refresh_memberships import refresh_memberships, refresh_memberships_of_many
from segmentation.services.request_refresh import request_refresh
from segmentation.services.save_segment import save_segment
from tests.segmentation.admin.rows import AS_OF
from tests.segmentation.rest.endpoints import listen_at
from tests.segmentation.segment_rows import ROUTINE_ABOVE_HALF, add_segment, make_profiles, members, published, refresh

pytestmark = pytest.mark.django_db

WITH_BAND = {**ROUTINE_ABOVE_HALF, "leave": 0.3}


def test_saving_a_rule_asks_for_a_refresh_that_moves_everybody() -> None:
    make_profiles([0.2, 0.5, 0.9])
    segment = Segment(key="mine", name="Mine", priority=5, rule=ROUTINE_ABOVE_HALF)

    request = save_segment(segment, actor=None)
    assert members(segment) == {}
    tasks.refresh_segment.delay(refresh_id=request.pk)

    request.refresh_from_db()
    segment.refresh_from_db()
    assert members(segment) == {"c0001": "automatic", "c0002": "automatic"}
    assert (request.state, request.changes, request.done, request.joined, request.left) == ("finished", 2, 2, 2, 0)
    assert published("c0002") == ["mine", "new"]
    assert segment.computed_at is not None
    assert list(SegmentCount.objects.values_list("segment__key", "members")) == [("mine", 2)]


def test_refresh_takes_out_whom_the_rule_no_longer_takes_in() -> None:
    make_profiles([0.2, 0.5, 0.9])
    segment = add_segment(ROUTINE_ABOVE_HALF)
    refresh(segment)

    segment.rule = {**ROUTINE_ABOVE_HALF, "value": 0.8}
    save_segment(segment, actor=None)
    done = refresh(segment)

    assert (list(members(segment)), done.joined, done.left) == (["c0002"], 0, 1)
    assert published("c0001") == ["new"]


def test_rule_that_cannot_be_used_is_refused_and_nothing_is_stored() -> None:
    with pytest.raises(RuleError):
        add_segment({"dimension": "no_such_thing", "is": "known"})

    assert (Segment.objects.filter(key="mine").count(), SegmentRefresh.objects.count()) == (0, 0)


def test_change_of_a_name_asks_for_no_refresh() -> None:
    segment = add_segment(ROUTINE_ABOVE_HALF)
    segment.name = "Ours"

    assert save_segment(segment, actor=None) is None
    assert Segment.objects.get(key="mine").rule_version == 1


def test_newer_request_replaces_one_that_waits() -> None:
    segment = add_segment(ROUTINE_ABOVE_HALF)

    newer = request_refresh(segment, actor=None, now=now())

    assert list(SegmentRefresh.objects.order_by("pk").values_list("state", flat=True)) == ["replaced", "waiting"]
    older = SegmentRefresh.objects.order_by("pk")[0]
    assert refreshing.refresh_segment(older.pk, today=AS_OF, now=now()) is False
    assert refreshing.refresh_segment(newer.pk, today=AS_OF, now=now()) is True


def test_request_waits_while_a_living_worker_has_the_segment() -> None:
    segment = add_segment(ROUTINE_ABOVE_HALF)
    SegmentRefresh.objects.update(state="running", started_at=now(), touched_at=now())
    waiting = request_refresh(segment, actor=None, now=now())

    tasks.refresh_segment.delay(refresh_id=waiting.pk)

    assert list(SegmentRefresh.objects.order_by("pk").values_list("state", flat=True)) == ["running", "waiting"]


def test_refresh_whose_worker_died_half_way_is_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    make_profiles([0.9] * 25)
    segment = add_segment(ROUTINE_ABOVE_HALF)
    monkeypatch.setattr(refreshing, "AT_ONCE", 10)
    request = SegmentRefresh.objects.get()
    real, calls = refreshing.move_members, []

    def dies(*arguments: Any, **facts: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return real(*arguments, **facts)

    monkeypatch.setattr(refreshing, "move_members", dies)
    with pytest.raises(SystemExit):
        refreshing.refresh_segment(request.pk, today=AS_OF, now=now())
    request.refresh_from_db()
    assert (request.state, len(members(segment))) == ("running", 10)
    assert refreshing.refresh_segment(request.pk, today=AS_OF, now=now()) is False

    SegmentRefresh.objects.update(touched_at=now() - timedelta(hours=1))
    tasks.resume_refreshes.delay()

    request.refresh_from_db()
    assert (request.state, request.joined, request.changes) == ("finished", 25, 25)
    assert len(members(segment)) == 25


def test_refresh_stops_where_the_rule_changed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    make_profiles([0.9] * 25)
    segment = add_segment(ROUTINE_ABOVE_HALF)
    monkeypatch.setattr(refreshing, "AT_ONCE", 10)
    real = refreshing.move_members

    def meanwhile(*arguments: Any, **facts: Any) -> Any:
        if Segment.objects.get(pk=segment.pk).rule_version == 1:
            segment.rule = {**ROUTINE_ABOVE_HALF, "value": 0.95}
            save_segment(segment, actor=None)
        return real(*arguments, **facts)

    monkeypatch.setattr(refreshing, "move_members", meanwhile)
    tasks.refresh_segment.delay(refresh_id=SegmentRefresh.objects.get().pk)

    assert list(SegmentRefresh.objects.order_by("pk").values_list("state", flat=True)) == ["replaced", "finished"]
    assert members(segment) == {}


def test_members_stay_where_the_rule_can_no_longer_be_read() -> None:
    make_profiles([0.9])
    segment = add_segment(ROUTINE_ABOVE_HALF)
    refresh(segment)
    Segment.objects.filter(pk=segment.pk).update(rule={"dimension": "gone", "is": "known"})

    done = refresh(segment)
    refresh_memberships_of_many(["c0000"], now=now())

    assert (done.state, members(segment)) == ("failed", {"c0000": "automatic"})
    assert "gone" in done.error


def test_band_keeps_who_is_in_and_lets_nobody_in() -> None:
    make_profiles([0.6, 0.4])
    segment = add_segment(WITH_BAND)
    refresh(segment)
    assert list(members(segment)) == ["c0000"]

    for share, expected in ((0.4, ["c0000"]), (0.55, ["c0000"]), (0.31, ["c0000"]), (0.29, []), (0.4, [])):
        CustomerProfile.objects.filter(pk="c0000").update(share_routine=share)
        refresh(segment)
        assert list(members(segment)) == expected


def test_segments_that_ask_about_a_dimension_are_found() -> None:
    add_segment({"all": [{"not": ROUTINE_ABOVE_HALF}]})
    add_segment({"dimension": "mixed", "is": "yes"}, key="other", priority=6)

    assert [segment.key for segment in segments_using({"share_routine"})] == ["mine"]


def test_large_segment_is_emptied_in_bounded_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deletion, "AT_ONCE", 4)
    make_profiles([0.9] * 10)
    segment = add_segment(ROUTINE_ABOVE_HALF)
    refresh(segment)

    deletion.delete_segment(segment.pk, actor=None)

    assert (SegmentMembership.objects.count(), Segment.objects.filter(key="mine").count()) == (0, 0)
    assert {published(key)[0] for key in CustomerProfile.objects.values_list("pk", flat=True)} == {"new"}


@pytest.mark.parametrize("told", [False, True])
def test_one_company_in_300_segments_takes_few_queries(
    told: bool, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_profiles([0.5])
    Segment.objects.bulk_create(
        Segment(key=f"s{n}", name=f"S{n}", priority=100 + n, rule={**ROUTINE_ABOVE_HALF, "value": n / 300})
        for n in range(300)
    )
    if told:
        listen_at("https://one.example/")
        listen_at("https://two.example/")
    lock_customers(["c0000"])
    # A database that cannot do several things in one takes a statement for each, and one to look who is to be told.
    as_one = connection.vendor == "postgresql"
    with django_assert_num_queries(3 if as_one else 5 + told):
        refresh_memberships(["c0000"], now=now())
    joined = SegmentMembership.objects.filter(segment__key__startswith="s").count()
    with django_assert_num_queries(2):
        refresh_memberships(["c0000"], now=now())
    CustomerProfile.objects.update(share_routine=0.25, buyclass="new")
    SegmentMembership.objects.filter(segment__key__in=["s1", "s2"]).update(source="manual")
    with django_assert_num_queries(3 if as_one else 7 + told):
        refresh_memberships(["c0000"], now=now())

    of_rules = SegmentMembership.objects.filter(segment__key__startswith="s", source="automatic")
    assert (joined, of_rules.count()) == (151, 76)
    assert WebhookDelivery.objects.count() == (4 if told else 0)
