"""What an admin says of segments by hand: who is in or out, their order, the built-in rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from segmentation import tasks
from segmentation.locks import lock_customers
from segmentation.models import (
    AuditEntry,
    CustomerProfile,
    PublishedSnapshot,
    Segment,
)
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.expire_overrides import expire_overrides
from segmentation.services.refresh_memberships import refresh_memberships_of_many
from segmentation.services.reorder_segments import SegmentsChangedError, reorder_segments
from segmentation.services.save_segment import BuiltinRuleError, reset_builtin_rule, save_segment
from segmentation.services.set_membership_choice import set_membership_choice
from tests.segmentation.admin.rows import AT
from tests.segmentation.segment_rows import ROUTINE_ABOVE_HALF, add_segment, make_profiles, members, published, refresh

pytestmark = pytest.mark.django_db


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
