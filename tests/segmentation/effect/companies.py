from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from segmentation.models import Segment, SegmentMembership, Trial, TrialMember
from segmentation.services.publish import publish_customers
from segmentation.shares import holdout_salt, is_in_share, rollout_salt

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def make_companies(segment: str, count: int, *, prefix: str = "co") -> list[str]:
    """Companies in a segment, published as the shop publishes them."""
    keys = [f"{prefix}-{number:04d}" for number in range(count)]
    group = Segment.objects.get(key=segment)
    SegmentMembership.objects.bulk_create(SegmentMembership(segment=group, customer_key=key, since=AT) for key in keys)
    publish_customers(keys)
    return keys


def members(trial: Trial | None = None) -> dict[str, bool]:
    """Who is enrolled, and whether held out."""
    rows = TrialMember.objects.filter(trial=trial) if trial else TrialMember.objects.all()
    return dict(rows.order_by("customer_key").values_list("customer_key", "held_out"))


def expected(keys: Sequence[str], feature: str, *, held_out: int, share: int = 100) -> dict[str, bool]:
    """The same by the hash that the storefront goes by."""
    turn = [key for key in keys if is_in_share(rollout_salt(feature), key, share)]
    return {key: is_in_share(holdout_salt(feature), key, held_out) for key in sorted(turn)}
