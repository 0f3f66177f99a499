from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from segmentation.cache import forget_published
from segmentation.contracts import BUILTIN_SEGMENTS, Buyclass
from segmentation.locks import lock_customers, lock_switches
from segmentation.models import (
    CategoryProfile,
    FeatureOverride,
    PublishedSnapshot,
    SegmentMembership,
)
from segmentation.selectors.switches import read_switches
from segmentation.services.announce_features import announce_overrides, announce_switches
from segmentation.standing import SWITCHES, Switches


def publish_switches(*, actor: AbstractBaseUser | None = None) -> None:
    """Publish what is said of features, and the order of segments, where it changed, in the caller's transaction.

    `features_changed` is sent once that has committed.
    """
    row = lock_switches()
    before = Switches.from_payload(row.payload)
    switches = read_switches(version=before.version)
    if row.payload == switches.as_payload():
        return
    after = replace(switches, version=before.version + 1)
    row.payload = after.as_payload()
    row.published_at = timezone.now()
    row.save(update_fields=["payload", "published_at"])
    forget_published([SWITCHES])
    announce_switches(before, after, actor=actor, at=row.published_at)


def publish_customers(customer_keys: Collection[str], *, actor: AbstractBaseUser | None = None) -> None:
    """Publish the standing of these customers where it changed, in the caller's transaction.

    `features_changed` is sent once that has committed, for each whose features were switched by hand.
    """
    published = lock_customers(customer_keys)
    if not published:
        return
    segments = _collect(
        SegmentMembership.objects.filter(customer_key__in=published)
        .order_by("segment__priority")
        .values_list("customer_key", "segment__key")
    )
    categories: dict[str, dict[str, str]] = defaultdict(dict)
    for key, category, buyclass in (
        CategoryProfile.objects.filter(customer_key__in=published)
        .order_by("category")
        .values_list("customer_key", "category", "buyclass")
    ):
        categories[key][category] = buyclass
    overrides: dict[str, dict[str, list[Any]]] = defaultdict(dict)
    for override in FeatureOverride.objects.filter(customer_key__in=published).order_by("feature"):
        overrides[override.customer_key][override.feature] = override_payload(override)
    now = timezone.now()
    changed = []
    for key, row in published.items():
        payload = {
            "segments": _with_a_buyclass(segments.get(key, [])),
            "categories": categories.get(key, {}),
            "overrides": overrides.get(key, {}),
        }
        if row.payload != payload:
            announce_overrides(key, before=row.payload["overrides"], after=overrides.get(key, {}), actor=actor, at=now)
            row.payload = payload
            row.published_at = now
            changed.append(row)
    if changed:
        PublishedSnapshot.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["subject"],
            update_fields=["payload", "published_at"],
        )
        forget_published([row.subject for row in changed])


def override_payload(override: FeatureOverride) -> list[Any]:
    """A feature switched by hand, as it is published."""
    return [override.enabled, _iso(override.expires_at), override.reason, override.parameters]


def _with_a_buyclass(segments: list[str]) -> list[str]:
    """A customer whom no run has seen counts as new, also when it was put in a segment by hand."""
    return segments if set(segments) & set(BUILTIN_SEGMENTS) else [*segments, Buyclass.NEW.value]


def _collect(pairs: Any) -> Mapping[str, list[str]]:
    collected: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        collected[key].append(value)
    return collected


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
