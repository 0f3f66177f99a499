from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import lock_switches
from segmentation.models import Segment
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_switches

STEP = 10


class SegmentsChangedError(ValueError):
    """The segments that were put in order are not those that exist: somebody added or deleted one meanwhile."""


@transaction.atomic
def reorder_segments(keys_in_order: Sequence[str], *, actor: AbstractBaseUser | None) -> None:
    """Give all segments this order, the deciding one first, and publish it at once; all of it or nothing."""
    lock_switches()
    segments = {segment.key: segment for segment in Segment.objects.select_for_update(no_key=True).order_by("pk")}
    if len(keys_in_order) != len(segments) or set(keys_in_order) != set(segments):
        raise SegmentsChangedError("Every segment has to be named once. Load the list again: it may have changed.")
    before = sorted(segments.values(), key=lambda segment: segment.priority)
    names_before = _names(before)
    if [segment.key for segment in before] == list(keys_in_order):
        return
    after = [segments[key] for key in keys_in_order]
    wanted = [place * STEP for place in range(1, len(after) + 1)]
    # A priority belongs to one segment only, so all step aside before any takes its place.
    taken = {*wanted, *(segment.priority for segment in after)}
    free = (number for number in range(1, 2**15) if number not in taken)
    for priorities in ([next(free) for _ in after], wanted):
        for segment, priority in zip(after, priorities, strict=True):
            segment.priority = priority
        Segment.objects.bulk_update(after, ["priority"])
    write_audit(action="segment_order", actor=actor, before=names_before, after=_names(after))
    publish_switches(actor=actor)


def _names(segments: Sequence[Segment]) -> str:
    return ", ".join(segment.name for segment in segments)
