"""What waits for its moment: changes of drafts that are to be published, or to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from segmentation.models import Draft, DraftChange, Segment
from segmentation.selectors.rule_names import drafted_rule_names
from segmentation.words.drafts import value_after


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingChange:
    """One change, and when it is made; at `ends_at` what stood before holds again."""

    change: DraftChange
    draft: Draft
    publish_at: datetime
    ends_at: datetime | None
    segment_name: str
    """As it is stored; empty for everybody."""
    after: str
    """What is to stand, in words."""


def coming_changes(*, feature: str = "", most: int | None = None) -> Sequence[ComingChange]:
    """The next changes that are planned, of one feature or of all, the earliest first.

    One query, and where rules of segments are among them one for each sort of things they name.
    """
    named = Segment.objects.filter(key=OuterRef("segment_key")).order_by().values("name")
    changes = DraftChange.objects.filter(draft__state=Draft.State.SCHEDULED).select_related("draft")
    if feature:
        changes = changes.filter(feature=feature)
    changes = changes.annotate(moment=F("draft__publish_at"), segment_name=Subquery(named)).order_by("moment", "pk")
    found = list(changes[:most])
    names = drafted_rule_names(change.after for change in found)
    return [
        ComingChange(
            change=change,
            draft=change.draft,
            publish_at=change.moment,
            ends_at=change.draft.ends_at,
            segment_name=change.segment_name or "",
            after=value_after(change, names=names),
        )
        for change in found
    ]
