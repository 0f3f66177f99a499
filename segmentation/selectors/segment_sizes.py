from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery

from segmentation.models import Segment, SegmentCount, SegmentRefresh

MOST_DRAWN = 8
"""More lines than these nobody can tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentStanding:
    """A segment with its members now, and how the latest working-out of it went; an empty state where none was."""

    segment: Segment
    members: int
    refresh_state: str
    refresh_error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentStandings:
    standings: Sequence[SegmentStanding]
    """By priority."""

    def in_state(self, *states: str) -> Sequence[SegmentStanding]:
        return [one for one in self.standings if one.refresh_state in states]

    @property
    def waiting(self) -> Sequence[SegmentStanding]:
        return self.in_state(SegmentRefresh.State.WAITING, SegmentRefresh.State.RUNNING)

    @property
    def failed(self) -> Sequence[SegmentStanding]:
        return self.in_state(SegmentRefresh.State.FAILED)

    @property
    def never_computed(self) -> Sequence[SegmentStanding]:
        return [one for one in self.standings if one.segment.rule is not None and one.segment.computed_at is None]

    @property
    def oldest(self) -> datetime | None:
        """When the segment that was worked out longest ago was; None where none with a rule ever was."""
        moments = [one.segment.computed_at for one in self.standings if one.segment.rule is not None]
        return min((moment for moment in moments if moment), default=None)

    @property
    def drawn(self) -> Sequence[SegmentStanding]:
        """The built-in ones, then the largest; in the order of priority."""
        by_size = sorted(self.standings, key=lambda one: (not one.segment.is_builtin, -one.members))
        chosen = {one.segment.pk for one in by_size[:MOST_DRAWN]}
        return [one for one in self.standings if one.segment.pk in chosen]


def read_segment_standings() -> SegmentStandings:
    """All segments in one query."""
    latest: QuerySet[SegmentRefresh] = SegmentRefresh.objects.filter(segment=OuterRef("pk")).order_by(
        "-requested_at", "-pk"
    )
    segments = Segment.objects.annotate(
        members=Count("memberships"),
        refresh_state=Subquery(latest.values("state")[:1]),
        refresh_error=Subquery(latest.values("error")[:1]),
    ).order_by("priority")
    return SegmentStandings(
        standings=[
            SegmentStanding(
                segment=segment,
                members=segment.members,
                refresh_state=segment.refresh_state or "",
                refresh_error=segment.refresh_error or "",
            )
            for segment in segments
        ]
    )


def sizes_over_time(
    standings: Sequence[SegmentStanding], *, since: date, today: date
) -> Mapping[date, Mapping[int, int]]:
    """Day -> segment -> companies, for each day on which one was counted; today's are those of this moment."""
    sizes: dict[date, dict[int, int]] = {}
    asked = [one.segment.pk for one in standings]
    counted = SegmentCount.objects.filter(segment__in=asked, day__gte=since, day__lt=today).order_by("day")
    for day, segment, members in counted.values_list("day", "segment", "members"):
        sizes.setdefault(day, {})[segment] = members
    sizes[today] = {one.segment.pk: one.members for one in standings}
    return sizes
