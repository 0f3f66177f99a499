from __future__ import annotations

from datetime import datetime

from django.db.models import Count

from segmentation.cache import Published, read_published
from segmentation.contracts import Buyclass
from segmentation.models import Draft, Segment, SegmentMembership
from segmentation.preview import Preview
from segmentation.selectors.draft_standing import draft_published
from segmentation.standing import Standing


def stored_name(segment: str) -> str:
    """The name of a segment as it is stored; empty for one that is gone."""
    return Segment.objects.filter(key=segment).values_list("name", flat=True).first() or ""


def usual_buyclass(segment: str) -> str:
    """How most companies of a segment buy; a class itself for its own segment, and as new ones where it has none."""
    if segment in set(Buyclass):
        return segment
    members = SegmentMembership.objects.filter(segment__key=segment).values("customer_key")
    classes = SegmentMembership.objects.filter(segment__key__in=list(Buyclass), customer_key__in=members)
    counted = classes.values_list("segment__key").annotate(count=Count("pk")).order_by("-count", "segment__key")
    return next((key for key, _count in counted), Buyclass.NEW.value)


def draft_name(draft: int | None) -> str:
    """What a draft is called; empty for none."""
    if draft is None:
        return ""
    return Draft.objects.filter(pk=draft).values_list("title", flat=True).first() or ""


def published_for(preview: Preview, *, now: datetime) -> Published:
    """What counts for whom is seen: as published, or as it would be with the draft.

    A made-up company is in its segment and in that of how it buys, buys in no category, its turn in every roll-out has
    come, and nothing was set for it by hand.
    """
    if preview.draft is None:
        published = read_published(preview.customer_key, now=now)
    else:
        published = draft_published(preview.draft, preview.customer_key, now=now)
    if not preview.segment:
        return published
    segments = frozenset({preview.segment, preview.buyclass} - {""})
    return Published(published.switches, Standing(segments=segments, made_up=True, held_out=preview.held_out))
