"""Segments with a rule, and companies of which it holds or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import now

from segmentation.models import (
    CustomerProfile,
    PublishedSnapshot,
    Segment,
    SegmentMembership,
    SegmentRefresh,
)
from segmentation.services import refresh_segment as refreshing
from segmentation.services.refresh_memberships import shop_day_of
from segmentation.services.request_refresh import request_refresh
from segmentation.services.save_segment import save_segment
from tests.segmentation.admin.rows import AS_OF, AT, SHARES

ROUTINE_ABOVE_HALF = {"dimension": "share_routine", "is": "at_least", "value": 0.5}


def make_profiles(shares: Sequence[float], **changes: Any) -> list[str]:
    facts = {**SHARES, "activity": "active", "config_version": "1", "prior_version": "1", "as_of": AS_OF}
    rows = [
        CustomerProfile(customer_key=f"c{n:04}", **{**facts, "classified_at": AT, "share_routine": share, **changes})
        for n, share in enumerate(shares)
    ]
    CustomerProfile.objects.bulk_create(rows)
    return [row.pk for row in rows]


def add_segment(rule: Any, *, key: str = "mine", priority: int = 5) -> Segment:
    segment = Segment(key=key, name=key.title(), priority=priority, rule=rule)
    save_segment(segment, actor=None)
    return segment


def refresh(segment: Segment, moment: datetime | None = None) -> SegmentRefresh:
    moment = moment or now()
    request = request_refresh(segment, actor=None, now=moment)
    assert refreshing.refresh_segment(request.pk, today=shop_day_of(moment), now=moment)
    request.refresh_from_db()
    return request


def members(segment: Segment) -> dict[str, str]:
    return dict(SegmentMembership.objects.filter(segment=segment).values_list("customer_key", "source"))


def published(key: str) -> list[str]:
    return PublishedSnapshot.objects.get(pk=key).payload["segments"]
