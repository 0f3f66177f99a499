"""How everything stands: segments, moves, runs and what is known. The number of queries never changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from segmentation.models import OutboxEntry, Run, RunFailure
from segmentation.selectors.buyclass_moves import Moves, count_moves
from segmentation.selectors.data_quality import CompanyCounts, count_companies
from segmentation.selectors.runs import runs_with_progress
from segmentation.selectors.segment_sizes import (
    SegmentStanding,
    SegmentStandings,
    read_segment_standings,
    sizes_over_time,
)

DAYS = (7, 30, 90)
"""How far back one may look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    last_run: Run | None
    """The last full run that came to an end."""
    failing: int
    """Companies that run could not work out."""
    waiting: int
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    days: int
    since: datetime
    now: datetime
    segments: SegmentStandings
    drawn: Sequence[SegmentStanding]
    sizes: Mapping[date, Mapping[int, int]]
    counts: CompanyCounts
    moves: Moves
    freshness: Freshness

    @property
    def moved(self) -> int:
        """Companies in another class than then; whoever was not worked out then has not moved."""
        return sum(count for (before, after), count in self.moves.items() if before and before != after)


SIZES_SHOWN = timedelta(days=365)
"""Segments grow and shrink slowly, so a week of it says nothing."""


def read_overview_page(*, days: int, now: datetime) -> OverviewPage:
    """The overview as of a moment, looking so many days back."""
    since = now - timedelta(days=days)
    today = timezone.localdate(now)
    segments = read_segment_standings()
    counts = count_companies()
    return OverviewPage(
        days=days,
        since=since,
        now=now,
        segments=segments,
        drawn=segments.drawn,
        sizes=sizes_over_time(segments.drawn, since=today - SIZES_SHOWN, today=today),
        counts=counts,
        moves=count_moves(since, now_in=counts.classes),
        freshness=_freshness(),
    )


def _freshness() -> Freshness:
    failures = RunFailure.objects.filter(run=OuterRef("pk")).order_by().values("run").annotate(n=Count("pk"))
    over = runs_with_progress().filter(kind=Run.Kind.FULL, finished_at__isnull=False)
    last = over.annotate(failing=Coalesce(Subquery(failures.values("n")), 0)).order_by("-started_at").first()
    outbox = OutboxEntry.objects.aggregate(waiting=Count("customer_key", distinct=True), since=Min("marked_at"))
    return Freshness(
        last_run=last,
        failing=last.failing if last else 0,
        waiting=outbox["waiting"],
        waiting_since=outbox["since"],
    )
