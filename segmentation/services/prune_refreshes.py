from __future__ import annotations

from segmentation.models import SegmentRefresh

KEPT = 50
"""Refreshes of a segment."""


def prune_refreshes(segment_id: int) -> None:
    """Drop the refreshes of a segment that are over, beyond the latest ones."""
    State = SegmentRefresh.State  # noqa: N806 - a class
    over = SegmentRefresh.objects.filter(segment=segment_id).exclude(state__in=[State.WAITING, State.RUNNING])
    SegmentRefresh.objects.filter(pk__in=list(over.order_by("-pk").values_list("pk", flat=True)[KEPT:])).delete()
