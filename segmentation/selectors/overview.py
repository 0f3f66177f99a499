from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from segmentation.models import CustomerProfile, Run, Segment
from segmentation.selectors.runs import count_waiting_companies, last_started_full_run


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How the plugin stands, in four queries."""

    segments: Sequence[tuple[Segment, int]]
    companies: int
    last_run: Run | None
    waiting: int


def read_overview() -> Overview:
    """Members of each segment, companies worked out, the last full run, and who waits."""
    segments = [
        (segment, segment.members)
        for segment in Segment.objects.annotate(members=Count("memberships")).order_by("priority")
    ]
    return Overview(
        segments=segments,
        companies=CustomerProfile.objects.count(),
        last_run=last_started_full_run(),
        waiting=count_waiting_companies(),
    )
