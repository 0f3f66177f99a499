from __future__ import annotations

from datetime import datetime

from segmentation.cache import Published, read_published
from segmentation.models import Draft, Segment
from segmentation.preview import Preview
from segmentation.selectors.draft_standing import draft_published
from segmentation.standing import Standing


def stored_name(segment: str) -> str:
    """The name of a segment as it is stored; empty for one that is gone."""
    return Segment.objects.filter(key=segment).values_list("name", flat=True).first() or ""


def draft_name(draft: int | None) -> str:
    """What a draft is called; empty for none."""
    if draft is None:
        return ""
    return Draft.objects.filter(pk=draft).values_list("title", flat=True).first() or ""


def published_for(preview: Preview, *, now: datetime) -> Published:
    """What counts for whom is seen: as published, or as it would be with the draft.

    A made-up company is in its segment and no other, buys in no category, and nothing was set for it by hand.
    """
    if preview.draft is None:
        published = read_published(preview.customer_key, now=now)
    else:
        published = draft_published(preview.draft, preview.customer_key, now=now)
    if not preview.segment:
        return published
    return Published(published.switches, Standing(segments=frozenset({preview.segment})))
