from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

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
from segmentation.services.follow_trials import follow_trials
from segmentation.standing import SWITCHES, Switches


@dataclass
class _Gathered:
    switches: bool = False
    customers: set[str] = field(default_factory=set)


_gathered: ContextVar[_Gathered | None] = ContextVar("segmentation_gathered", default=None)


@contextmanager
def published_once() -> Iterator[None]:
    """Whatever is to be published inside is published once, at the end; nothing if it raises.

    Nested, the outermost publishes.
    """
    if _gathered.get() is not None:
        yield
        return
    gathered = _Gathered()
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    if gathered.switches:
        publish_switches()
    if gathered.customers:
        publish_customers(gathered.customers)


def publish_switches() -> None:
    """Publish what is said of features, and the order of segments, where it changed, in the caller's transaction."""
    if (gathered := _gathered.get()) is not None:
        gathered.switches = True
        return
    row = lock_switches()
    before, version = row.payload, row.payload["version"]
    switches = read_switches(version=version)
    if before == switches.as_payload():
        return
    follow_trials(Switches.from_payload(before), switches, now=timezone.now())
    row.payload = replace(switches, version=version + 1).as_payload()
    row.published_at = timezone.now()
    row.save(update_fields=["payload", "published_at"])
    forget_published([SWITCHES])
    announce_switches(before=before, after=row.payload)


def publish_customers(customer_keys: Collection[str]) -> None:
    """Publish the standing of these customers where it changed, in the caller's transaction."""
    if (gathered := _gathered.get()) is not None:
        gathered.customers.update(customer_keys)
        return
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
    changed: list[PublishedSnapshot] = []
    before: dict[str, Mapping[str, Any]] = {}
    after: dict[str, Mapping[str, Any]] = {}
    for key, row in published.items():
        payload: dict[str, Any] = {
            "segments": _with_a_buyclass(segments.get(key, [])),
            "categories": categories.get(key, {}),
            "overrides": overrides.get(key, {}),
        }
        if row.payload != payload:
            before[key], after[key] = row.payload["overrides"], payload["overrides"]
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
        announce_overrides(before=before, after=after)


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
