"""The segments one company is in, each with what put it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from segmentation.models import MembershipChoice, SegmentMembership
from segmentation.selectors.rule_names import stored_rule_names
from segmentation.words.segment_names import segment_name
from segmentation.words.segments import member_because


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSegment:
    """`segment` is its key; `because` the rule in words, or the reason of the choice by hand."""

    segment: str
    name: str
    source: str
    since: datetime
    because: str


def own_segments(customer_key: str) -> Sequence[OwnSegment]:
    """The one that decides first in front; one query, and one for each sort of things that the rules name."""
    choices = MembershipChoice.objects.filter(segment=OuterRef("segment"), customer_key=customer_key, include=True)
    rows = (
        SegmentMembership.objects.filter(customer_key=customer_key)
        .select_related("segment")
        .annotate(choice_reason=Subquery(choices.values("reason")[:1]))
        .order_by("segment__priority")
    )
    found = list(rows)
    names = stored_rule_names(row.segment.rule for row in found)
    return [
        OwnSegment(
            segment=row.segment.key,
            name=segment_name(row.segment.key, row.segment.name),
            source=row.source,
            since=row.since,
            because=member_because(row.source, row.segment.rule, reason=row.choice_reason or "", names=names),
        )
        for row in found
    ]
