"""What waits for its moment: changes of drafts that are to be published, or to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from segmentation.models import Draft, DraftChange, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingChange:
    """One change, and when it is made; at `ends_at` what stood before holds again."""

    change: DraftChange
    draft: Draft
    publish_at: datetime
    ends_at: datetime | None
    segment_name: str
    """As it is stored; empty for everybody."""


def coming_changes(*, feature: str = "", most: int | None = None) -> Sequence[ComingChange]:
    """The next changes that are planned, of one feature or of all, the earliest first; one query."""
    named = Segment.objects.filter(key=OuterRef("segment_key")).order_by().values("name")
    changes = DraftChange.objects.filter(draft__state=Draft.State.SCHEDULED).select_related("draft")
    if feature:
        changes = changes.filter(feature=feature)
    changes = changes.annotate(moment=F("draft__publish_at"), segment_name=Subquery(named)).order_by("moment", "pk")
    return [
        ComingChange(
            change=change,
            draft=change.draft,
            publish_at=change.moment,
            ends_at=change.draft.ends_at,
            segment_name=change.segment_name or "",
        )
        for change in changes[:most]
    ]
