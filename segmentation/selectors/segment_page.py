from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from segmentation.contracts import CustomerLabel
from segmentation.models import Segment, SegmentCount, SegmentMembership, SegmentRefresh
from segmentation.selectors.customer_labels import find_customers, label_customers

MEMBERS_A_PAGE = 50
FOUND = 500
REFRESHES = 10
DAYS = 180
"""On so many days at most is told how many companies it had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    label: CustomerLabel
    row: SegmentMembership


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentPage:
    members: Page[Member] | None
    """None for whoever may not know them."""
    cut: bool
    """Whether more companies match the search than were looked at."""
    refreshes: Sequence[SegmentRefresh]
    counts: Sequence[SegmentCount]
    """How many companies it had, the first day first."""


def read_segment_page(segment: Segment, *, search: str, page: str, with_members: bool = True) -> SegmentPage:
    """Members by name or number, a page of them, and how the segment was last worked out."""
    members, cut = _read_members(segment, search=search, page=page) if with_members else (None, False)
    refreshes = segment.refreshes.select_related("requested_by").order_by("-pk")[:REFRESHES]
    counts = list(segment.counts.order_by("-day")[:DAYS])
    return SegmentPage(members=members, cut=cut, refreshes=list(refreshes), counts=counts[::-1])


def _read_members(segment: Segment, *, search: str, page: str) -> tuple[Page[Member], bool]:
    rows: QuerySet[SegmentMembership] = SegmentMembership.objects.filter(segment=segment).order_by(
        "-since", "customer_key"
    )
    cut = False
    if search:
        keys = find_customers(search, limit=FOUND)
        cut = len(keys) == FOUND
        rows = rows.filter(customer_key__in={*keys, search})
    shown = Paginator(rows, MEMBERS_A_PAGE).get_page(page)
    labels = label_customers(row.customer_key for row in shown.object_list)
    shown.object_list = [Member(label=labels[row.customer_key], row=row) for row in shown.object_list]  # type: ignore[misc]
    return shown, cut  # type: ignore[return-value]
