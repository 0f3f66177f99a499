from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count

from segmentation.models import Segment, SegmentCount


def count_members(*, day: date, segment_ids: Collection[int] | None = None) -> None:
    """Keep how many companies these segments (all without any named) have on this day; the latest count stands."""
    segments = Segment.objects.annotate(members=Count("memberships")).order_by("pk")
    if segment_ids is not None:
        segments = segments.filter(pk__in=segment_ids)
    SegmentCount.objects.bulk_create(
        [
            SegmentCount(segment_id=pk, day=day, members=members)
            for pk, members in segments.values_list("pk", "members")
        ],
        update_conflicts=True,
        unique_fields=["segment", "day"],
        update_fields=["members"],
    )
