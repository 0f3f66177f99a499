"""A segment's members worked out among everybody: bounded, taken over, and the same as for one company."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from segmentation import tasks
from segmentation.locks import lock_customers
from segmentation.models import (
    AuditEntry,
    CustomerProfile,
    MembershipChoice,
    PublishedSnapshot,
    Segment,
    SegmentCount,
    SegmentMembership,
    SegmentRefresh,
)
from segmentation.rules import RuleError, parse_rule
from segmentation.selectors.preview_rule import preview_rule
from segmentation.selectors.segments_using import segments_using
from segmentation.services import delete_segment as deletion
from segmentation.services import refresh_segment as refreshing
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.expire_overrides import expire_overrides
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_memberships import refresh_memberships, refresh_memberships_of_many, shop_day_of
from segmentation.services.reorder_segments import SegmentsChangedError, reorder_segments
from segmentation.services.request_refresh import request_refresh
from segmentation.services.save_segment import BuiltinRuleError, reset_builtin_rule, save_segment
from segmentation.services.set_membership_choice import set_membership_choice
from tests.segmentation.admin.rows import AS_OF, AT, SHARES

pytestmark = pytest.mark.django_db

ROUTINE_ABOVE_HALF = {"dimension": "share_routine", "is": "at_least", "value": 0.5}
WITH_BAND = {**ROUTINE_ABOVE_HALF, "leave": 0.3}


def make_profiles(shares: Sequence[float], **changes: Any) -> list[str]:
    facts = {**SHARES, "activity": "active", "config_version": "1", "prior_version": "1", "as_of": AS_OF}
    rows = [
        CustomerProfile(customer_key=f"c{n:04}", **{**facts, "classified_at": AT, "share_routine": share, **changes})
        for n, share in enumerate(shares)
    ]
    CustomerProfile.objects.bulk_create(rows)
    return [row.pk for row in rows]


def add_segment(rule: Any, *, key: str = "mine", priority: int = 5) -> Segment:
    segment = Segment(key=key, name=key.title(), priority=priority, rule=rule)
    save_segment(segment, actor=None)
    return segment


def refresh(segment: Segment, moment: datetime | None = None) -> SegmentRefresh:
    moment = moment or now()
    request = request_refresh(segment, actor=None, now=moment)
    assert refreshing.refresh_segment(request.pk, today=shop_day_of(moment), now=moment)
    request.refresh_from_db()
    return request


def members(segment: Segment) -> dict[str, str]:
    return dict(SegmentMembership.objects.filter(segment=segment).values_list("customer_key", "source"))


def published(key: str) -> list[str]:
    return PublishedSnapshot.objects.get(pk=key).payload["segments"]


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


def test_put_in_by_hand_stays_through_every_refresh_until_its_end() -> None:
    make_profiles([0.1, 0.1])
    segment = add_segment(ROUTINE_ABOVE_HALF)
    end = now() + timedelta(days=3)
    choose = {"segment_key": "mine", "reason": "A tender", "actor": None}
    set_membership_choice(customer_keys=["c0000", "unknown"], include=True, expires_at=end, **choose)

    refresh(segment)
    tasks.refresh_all_segments.delay()
    refresh_memberships_of_many(["c0000", "unknown"], now=now())

    assert members(segment) == {"c0000": "manual", "unknown": "manual"}
    assert expire_overrides(now=end) == 2
    assert members(segment) == {}
    assert published("c0000") == ["routine"]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "before", "after"))[-2:] == [
        ("membership_ended", "manual", "out"),
        ("membership_ended", "manual", "out"),
    ]


def test_kept_out_by_hand_stays_out() -> None:
    make_profiles([0.9])
    segment = add_segment(ROUTINE_ABOVE_HALF)
    refresh(segment)
    choose = {"segment_key": "mine", "customer_keys": ["c0000"], "actor": None}

    set_membership_choice(include=False, reason="Asked us to", **choose)
    refresh(segment)
    assert members(segment) == {}

    set_membership_choice(include=None, reason="", **choose)
    assert members(segment) == {"c0000": "automatic"}
    assert list(AuditEntry.objects.filter(action="membership").order_by("pk").values_list("before", "after")) == [
        ("automatic", "kept_out"),
        ("kept_out", "automatic"),
    ]


def test_many_are_put_in_as_a_set_and_with_one_entry(admin: AbstractBaseUser) -> None:
    companies = 2000
    make_profiles([0.1] * companies)
    segment = add_segment(None)
    keys = list(CustomerProfile.objects.values_list("pk", flat=True))
    AuditEntry.objects.all().delete()
    lock_customers(keys)
    with CaptureQueriesContext(connection) as seen:
        changed = set_membership_choice(
            segment_key="mine", customer_keys=keys, include=True, reason="Fair visitors", actor=admin
        )

    assert (changed, len(members(segment))) == (companies, companies)
    assert list(AuditEntry.objects.values_list("action", "after")) == [("memberships", f"manual {companies}")]
    assert len(seen) < companies / 30


def test_choice_that_ends_in_the_past_is_refused() -> None:
    add_segment(None)
    with pytest.raises(ValueError, match="future"):
        set_membership_choice(
            segment_key="mine", customer_keys=["a"], include=True, reason="x", expires_at=AT, actor=None
        )


def test_builtin_rule_is_tuned_set_back_and_never_taken_away() -> None:
    ensure_builtin_segments()
    routine = Segment.objects.get(key="routine")
    default = routine.rule
    routine.rule = ROUTINE_ABOVE_HALF
    save_segment(routine, actor=None)
    ensure_builtin_segments()
    assert Segment.objects.get(key="routine").rule == ROUTINE_ABOVE_HALF

    reset_builtin_rule(routine.pk, actor=None)
    assert Segment.objects.get(key="routine").rule == default
    routine.rule = None
    with pytest.raises(BuiltinRuleError):
        save_segment(routine, actor=None)


def test_order_of_segments_is_set_as_a_whole_and_published() -> None:
    for place, key in enumerate("abc", start=1):
        Segment.objects.create(key=key, name=key, priority=place)
    others = list(Segment.objects.exclude(key__in="abc").values_list("key", flat=True))

    reorder_segments(["c", *others, "a", "b"], actor=None)

    assert PublishedSnapshot.objects.get(pk="").payload["segments"] == ["c", *others, "a", "b"]
    with pytest.raises(SegmentsChangedError):
        reorder_segments(["c", "a", "b"], actor=None)
    assert next(iter(Segment.objects.values_list("key", flat=True))) == "c"


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


def test_one_company_in_300_segments_takes_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_profiles([0.5])
    Segment.objects.bulk_create(
        Segment(key=f"s{n}", name=f"S{n}", priority=100 + n, rule={**ROUTINE_ABOVE_HALF, "value": n / 300})
        for n in range(300)
    )
    lock_customers(["c0000"])
    with django_assert_num_queries(3):
        refresh_memberships(["c0000"], now=now())
    joined = SegmentMembership.objects.filter(segment__key__startswith="s").count()
    with django_assert_num_queries(2):
        refresh_memberships(["c0000"], now=now())
    CustomerProfile.objects.update(share_routine=0.25, buyclass="new")
    with django_assert_num_queries(3 if connection.vendor == "postgresql" else 4):
        refresh_memberships(["c0000"], now=now())

    assert (joined, SegmentMembership.objects.filter(segment__key__startswith="s").count()) == (151, 76)


SHARE = st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
LEAF = st.one_of(
    st.builds(
        lambda value, leave: {
            "dimension": "share_routine",
            "is": "at_least",
            "value": value,
            **({"leave": leave} if leave is not None and leave < value else {}),
        },
        SHARE,
        st.none() | SHARE,
    ),
    st.builds(
        lambda kind: {"dimension": "buyclass", "is": "one_of", "value": [kind]}, st.sampled_from(["routine", "new"])
    ),
    st.builds(lambda answer: {"dimension": "mixed", "is": answer}, st.sampled_from(["yes", "no"])),
)
RULE = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(lambda nodes: {"all": nodes}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda nodes: {"any": nodes}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda node: {"not": node}, inner),
    ),
    max_leaves=5,
)
COMPANY = st.tuples(
    SHARE, st.sampled_from(["routine", "new"]), st.booleans(), st.sampled_from([None, True, False]), st.booleans()
)


def payloads() -> dict[str, str]:
    return {row.subject: json.dumps(row.payload) for row in PublishedSnapshot.objects.exclude(pk="")}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=RULE, companies=st.lists(COMPANY, min_size=1, max_size=6))
def test_preview_refresh_of_everybody_and_of_each_company_agree(rule: Any, companies: list[Any]) -> None:
    for model in (CustomerProfile, SegmentMembership, MembershipChoice, PublishedSnapshot):
        model.objects.all().delete()
    Segment.objects.filter(is_builtin=False).delete()
    segment = Segment.objects.create(key="mine", name="Mine", priority=5, rule=rule)
    keys = make_profiles([0.0] * len(companies))
    moment = now()
    for key, (share, buyclass, mixed, choice, is_in) in zip(keys, companies, strict=True):
        CustomerProfile.objects.filter(pk=key).update(share_routine=share, buyclass=buyclass, mixed=mixed)
        if choice is not None:
            segment.choices.create(customer_key=key, include=choice, reason="x", created_at=moment)
        if is_in:
            segment.memberships.create(customer_key=key, since=moment)
    publish_customers(keys)
    before = set(members(segment))
    start = list(SegmentMembership.objects.values())
    foreseen = preview_rule(parse_rule(rule), segment_id=segment.pk, today=date(2026, 6, 1), now=moment)

    refresh(segment, moment)
    everybody, snapshots = members(segment), payloads()
    SegmentMembership.objects.all().delete()
    SegmentMembership.objects.bulk_create(SegmentMembership(**row) for row in start)
    # The others are not what this is about.
    Segment.objects.filter(is_builtin=True).update(rule=None)
    for key in keys:
        refresh_memberships([key], now=moment)
    publish_customers(keys)

    assert members(segment) == everybody
    assert payloads() == snapshots
    assert (foreseen.joining, foreseen.leaving) == (len(set(everybody) - before), len(before - set(everybody)))
