"""Who joined a segment and who left it, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from segmentation.contracts import CustomerLabel
from segmentation.models import MembershipMove, Segment, SegmentRefresh
from segmentation.selectors.customer_labels import label_customers

MOVES_A_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentMoves:
    page: Page[MembershipMove]
    rows: Sequence[tuple[CustomerLabel, MembershipMove]]
    """Those of the page."""
    refresh: SegmentRefresh | None
    """The working-out during which they moved; None for all that are kept."""

    @property
    def query(self) -> str:
        """What the address of another page names besides its number."""
        return f"refresh={self.refresh.pk}" if self.refresh else ""


def read_moves(segment: Segment, *, refresh: str, page: str) -> SegmentMoves:
    """A page of the moves that are kept, all of them or those during one working-out of the segment."""
    rows: QuerySet[MembershipMove] = MembershipMove.objects.filter(segment=segment).order_by("-at", "-pk")
    over = segment.refreshes.exclude(started_at=None).exclude(finished_at=None)
    during = over.filter(pk=refresh).first() if refresh.isdecimal() else None
    if during is not None:
        rows = rows.filter(at__range=(during.started_at, during.finished_at))
    shown = Paginator(rows, MOVES_A_PAGE).get_page(page)
    moves = list(shown.object_list)
    labels = label_customers(move.customer_key for move in moves)
    return SegmentMoves(page=shown, rows=[(labels[move.customer_key], move) for move in moves], refresh=during)
