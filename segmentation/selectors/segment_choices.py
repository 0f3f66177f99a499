"""The companies put into a segment by hand or kept out of it, by name or number, a page of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from segmentation.contracts import CustomerLabel
from segmentation.models import MembershipChoice, Segment
from segmentation.selectors.customer_labels import find_customers, label_customers

CHOICES_A_PAGE = 50
FOUND = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentChoices:
    page: Page[MembershipChoice]
    rows: Sequence[tuple[CustomerLabel, MembershipChoice]]
    """Those of the page."""
    cut: bool
    """Whether more companies match the search than were looked at."""


def list_choices(segment: Segment, *, search: str, page: str) -> SegmentChoices:
    """A page of the choices, the latest first."""
    found: QuerySet[MembershipChoice] = (
        MembershipChoice.objects.filter(segment=segment)
        .select_related("author")
        .order_by("-created_at", "customer_key")
    )
    cut = False
    if search:
        keys = find_customers(search, limit=FOUND)
        cut = len(keys) == FOUND
        found = found.filter(customer_key__in={*keys, search})
    shown = Paginator(found, CHOICES_A_PAGE).get_page(page)
    choices = list(shown.object_list)
    labels = label_customers(choice.customer_key for choice in choices)
    return SegmentChoices(page=shown, rows=[(labels[choice.customer_key], choice) for choice in choices], cut=cut)
