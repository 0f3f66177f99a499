from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import lock_switches
from segmentation.models import Segment
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_switches


@transaction.atomic
def save_segment(segment: Segment, *, actor: AbstractBaseUser | None) -> None:
    """Add a segment, or store its name, description and priority; the order of segments is published at once."""
    lock_switches()
    stored = Segment.objects.filter(pk=segment.pk).first() if segment.pk else None
    if stored is not None:
        segment.key, segment.is_builtin = stored.key, stored.is_builtin
    segment.save()
    before, after = describe_segment(stored), describe_segment(segment)
    if before == after:
        return
    write_audit(action="segment", actor=actor, segment_key=segment.key, before=before, after=after)
    publish_switches()


def describe_segment(segment: Segment | None) -> str:
    """The segment as the audit keeps it; empty for none."""
    if segment is None:
        return ""
    text = f"{segment.priority}. {segment.name}"
    return f"{text}: {segment.description}"[:300] if segment.description else text
