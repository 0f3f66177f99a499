"""Rows as runs leave them, made directly: how they come to be is tested where the runs are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from segmentation.models import BuyclassChange, CategoryProfile, CustomerProfile, Run, Segment
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_memberships import refresh_memberships

AS_OF = date(2026, 6, 1)
AT = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
SHARES: dict[str, Any] = {
    "buyclass": "routine",
    "share_routine": 0.562,
    "share_major": 0.33,
    "share_new": 0.108,
    "evidence": 6.0,
    "confidence": 0.9,
    "occasions": 9,
    "last_order": AS_OF,
    "reason_code": "routine_repeat",
    "reason_params": {"share": 0.56, "orders": 5, "lines": 12, "repeat_lines": 9},
}


PROFILE: dict[str, Any] = {
    **SHARES,
    "activity": "active",
    "first_order": date(2025, 1, 1),
    "config_version": "1",
    "prior_version": "1",
    "as_of": AS_OF,
    "classified_at": AT,
}


def make_profile(key: str, **changes: Any) -> CustomerProfile:
    """A company's profile, its memberships, and its published standing."""
    ensure_builtin_segments()
    profile = CustomerProfile.objects.create(customer_key=key, **(PROFILE | changes))
    refresh_memberships([key], now=AT)
    publish_customers([key])
    return profile


def make_profiles(keys: Iterable[str], **changes: Any) -> None:
    """The profiles of many companies, and nothing that follows from them."""
    CustomerProfile.objects.bulk_create(CustomerProfile(customer_key=key, **(PROFILE | changes)) for key in keys)


def make_category_profile(key: str, category: str, **changes: Any) -> CategoryProfile:
    return CategoryProfile.objects.create(customer_key=key, category=category, **(SHARES | changes))


def make_change(key: str, **changes: Any) -> BuyclassChange:
    facts: dict[str, Any] = {"old": "new", "new": "routine", "reason_code": "first_order", "as_of": AS_OF, "at": AT}
    return BuyclassChange.objects.create(customer_key=key, **(facts | changes))


def make_run(**changes: Any) -> Run:
    facts: dict[str, Any] = {
        "kind": Run.Kind.FULL,
        "state": Run.State.FINISHED,
        "as_of": AS_OF,
        "started_at": AT,
        "touched_at": AT,
        "config_version": "1",
        "prior_version": "1",
    }
    return Run.objects.create(**(facts | changes))


def make_segments(count: int, *, beyond: int = 0) -> list[Segment]:
    return Segment.objects.bulk_create(
        Segment(key=f"group-{n}", name=f"Group {n}", priority=100 + n) for n in range(beyond, count)
    )
