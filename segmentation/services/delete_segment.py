from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import lock_customers, lock_switches
from segmentation.models import Segment, SegmentMembership
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_customers, publish_switches
from segmentation.services.refresh_memberships import announce_memberships
from segmentation.services.save_segment import describe_segment


class BuiltinSegmentError(Exception):
    """A built-in segment cannot be deleted: the buying types live in it."""


@transaction.atomic
def delete_segment(segment_id: int, *, actor: AbstractBaseUser | None) -> None:
    """Delete a segment with its members and switches, and publish what holds without it."""
    lock_switches()
    segment = Segment.objects.get(pk=segment_id)
    if segment.is_builtin:
        raise BuiltinSegmentError(segment.key)
    members = list(SegmentMembership.objects.filter(segment=segment).values_list("customer_key", flat=True))
    lock_customers(members)
    write_audit(action="segment", actor=actor, segment_key=segment.key, before=describe_segment(segment), after="")
    announce_memberships(joined={}, left={key: frozenset({segment.key}) for key in members})
    segment.delete()
    publish_switches()
    publish_customers(members)
