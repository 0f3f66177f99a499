from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from segmentation.locks import lock_customers
from segmentation.models import Segment, SegmentMembership
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_memberships import announce_memberships, refresh_memberships

MANUAL = SegmentMembership.Source.MANUAL


@transaction.atomic
def set_manual_membership(
    *, customer_key: str, segment: str, member: bool, actor: AbstractBaseUser | None, reason: str = ""
) -> bool:
    """Put a company into a segment by hand, or undo that; brings back whether anything changed.

    Runs never take out what was put in by hand. Undone, the company is in the segment only if its orders say so.
    """
    now = timezone.now()
    lock_customers([customer_key])
    group = Segment.objects.get(key=segment)
    row = SegmentMembership.objects.filter(segment=group, customer_key=customer_key).first()
    before = row.source if row else "out"
    if (before == MANUAL) == member:
        return False
    if member:
        SegmentMembership.objects.update_or_create(
            segment=group, customer_key=customer_key, defaults={"source": MANUAL, "since": now}
        )
        if row is None:
            announce_memberships(joined={customer_key: frozenset({segment})}, left={})
    else:
        SegmentMembership.objects.filter(segment=group, customer_key=customer_key).delete()
        announce_memberships(joined={}, left={customer_key: frozenset({segment})})
    refresh_memberships([customer_key], now=now)
    after = SegmentMembership.objects.filter(segment=group, customer_key=customer_key).values_list("source", flat=True)
    write_audit(
        action="membership",
        actor=actor,
        segment_key=segment,
        customer_key=customer_key,
        before=before,
        after=after.first() or "out",
        reason=reason,
    )
    publish_customers([customer_key])
    return True
