from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from segmentation.models import AttributeBatch, OriginChoice
from segmentation.selectors.matched_segments import matched_segments
from segmentation.services.store_attributes import store_attributes


def match_benefit_segments(customer_keys: Collection[str] | None = None, *, now: datetime) -> int:
    """Store which benefit segment each company is in (everybody for None), and what told so; how many have one."""
    frame = matched_segments(customer_keys)
    batch = AttributeBatch(origin=OriginChoice.DERIVED, at=now)
    store_attributes(frame, batch=batch, clear_missing=True)
    return int(frame["benefit_segment"].notna().sum())
