from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from segmentation.models import MembershipChoice, Segment, SegmentMembership, SegmentRefresh

AT_WORK = (SegmentRefresh.State.WAITING, SegmentRefresh.State.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSegment:
    segment: Segment
    members: int
    chosen: int
    """Companies put in or out by hand."""
    refresh: SegmentRefresh | None
    """The one that is under way."""


def list_segments(text: str = "") -> Sequence[ListedSegment]:
    """All segments in the order in which they decide, or those whose name or key holds a text; in four queries."""
    segments: QuerySet[Segment] = Segment.objects.order_by("priority")
    if text:
        segments = segments.filter(name__icontains=text) | segments.filter(key__icontains=text)
    members = _counts(SegmentMembership.objects.all())
    chosen = _counts(MembershipChoice.objects.all())
    refreshes = {row.segment_id: row for row in SegmentRefresh.objects.filter(state__in=AT_WORK).order_by("pk")}
    return [
        ListedSegment(
            segment=segment,
            members=members.get(segment.pk, 0),
            chosen=chosen.get(segment.pk, 0),
            refresh=refreshes.get(segment.pk),
        )
        for segment in segments
    ]


def _counts(rows: QuerySet) -> Mapping[int, int]:
    counted = rows.order_by().values("segment").annotate(n=Count("pk"))
    return dict(counted.values_list("segment", "n"))
