from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import hold_customers, lock_switches
from segmentation.models import Segment, SegmentMembership
from segmentation.models.among import Among
from segmentation.services.announce_memberships import announce_memberships
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_switches
from segmentation.services.publish_segments import publish_segments
from segmentation.services.save_segment import describe_segment

AT_ONCE = 5_000
"""Companies taken out in one transaction, and as many as are left to the last one."""


class BuiltinSegmentError(Exception):
    """A built-in segment cannot be deleted: the buying types live in it."""


def delete_segment(
    segment_id: int, *, actor: AbstractBaseUser | None, check: Callable[[Segment], object] | None = None
) -> None:
    """Delete a segment with its members and switches, and publish what holds without it.

    `check` is asked of the segment while nobody else can change it, and stops this by raising.

    A large one is emptied first, a bounded number of members a transaction: without a rule and choices nobody comes
    back. What is broken off there is gone on with by deleting once more. Called within a transaction it is one.
    """
    with transaction.atomic():
        segment = _lock(segment_id)
        if segment.is_builtin:
            raise BuiltinSegmentError(segment.key)
        if check is not None:
            check(segment)
        if segment.memberships.count() <= AT_ONCE:
            _delete(segment, actor=actor)
            return
        _stop_filling(segment)
    while _empty(segment_id) == AT_ONCE:
        continue
    with transaction.atomic():
        _delete(_lock(segment_id), actor=actor)


def _lock(segment_id: int) -> Segment:
    lock_switches()
    return Segment.objects.select_for_update(no_key=True).get(pk=segment_id)


def _delete(segment: Segment, *, actor: AbstractBaseUser | None) -> None:
    write_audit(action="segment", actor=actor, segment_key=segment.key, before=describe_segment(segment), after="")
    _empty(segment.pk, most=None)
    segment.delete()
    publish_switches()


def _stop_filling(segment: Segment) -> None:
    Segment.objects.filter(pk=segment.pk).update(rule=None, rule_version=segment.rule_version + 1)
    segment.choices.all().delete()


@transaction.atomic
def _empty(segment_id: int, *, most: int | None = AT_ONCE) -> int:
    """Take members out, publish that and announce it; brings back how many."""
    segment = Segment.objects.get(pk=segment_id)
    members = SegmentMembership.objects.filter(segment=segment)
    keys = list(members.order_by("customer_key").values_list("customer_key", flat=True)[:most])
    if keys:
        hold_customers(keys)
        members.filter(Among("customer_key", keys)).delete()
        announce_memberships(joined={}, left=dict.fromkeys(keys, frozenset({segment.key})))
        publish_segments(keys)
    return len(keys)
