from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from segmentation.contracts import BUILTIN_SEGMENTS, MIXED
from segmentation.models import BuyclassOverride, CustomerProfile, Segment, SegmentMembership
from segmentation.signals import membership_changed

AUTOMATIC = SegmentMembership.Source.AUTOMATIC


def refresh_memberships(customer_keys: Collection[str], *, now: datetime) -> None:
    """Put these customers into the built-in segments they belong to. Memberships by hand are never touched.

    The caller holds the customers' locks. `membership_changed` is sent once the transaction has committed.
    """
    wanted = _wanted(customer_keys, now=now)
    segment_ids = dict(Segment.objects.filter(key__in=BUILTIN_SEGMENTS).values_list("key", "pk"))
    existing: dict[str, dict[str, SegmentMembership]] = defaultdict(dict)
    rows = SegmentMembership.objects.filter(customer_key__in=customer_keys, segment__in=segment_ids.values())
    for row in rows.select_related("segment"):
        existing[row.customer_key][row.segment.key] = row

    joined: dict[str, frozenset[str]] = {}
    left: dict[str, frozenset[str]] = {}
    gone: list[int] = []
    for key in customer_keys:
        held = existing.get(key, {})
        if added := wanted.get(key, frozenset()) - set(held):
            joined[key] = added
        stale = {
            segment
            for segment, row in held.items()
            if row.source == AUTOMATIC and segment not in wanted.get(key, frozenset())
        }
        if stale:
            left[key] = frozenset(stale)
            gone += [held[segment].pk for segment in stale]
    if gone:
        SegmentMembership.objects.filter(pk__in=gone).delete()
    if joined:
        SegmentMembership.objects.bulk_create(
            SegmentMembership(segment_id=segment_ids[segment], customer_key=key, source=AUTOMATIC, since=now)
            for key, added in joined.items()
            for segment in sorted(added)
        )
    announce_memberships(joined=joined, left=left)


def announce_memberships(*, joined: Mapping[str, frozenset[str]], left: Mapping[str, frozenset[str]]) -> None:
    """Tell whoever listens, once the transaction has committed."""
    if joined or left:
        transaction.on_commit(
            partial(membership_changed.send_robust, sender=SegmentMembership, joined=joined, left=left)
        )


def _wanted(customer_keys: Collection[str], *, now: datetime) -> Mapping[str, frozenset[str]]:
    """Each customer's built-in segments: the class an admin chose, else the computed one with mixed beside it."""
    chosen = dict(
        BuyclassOverride.objects.filter(customer_key__in=customer_keys, expires_at__gt=now).values_list(
            "customer_key", "buyclass"
        )
    )
    wanted = {key: frozenset({buyclass}) for key, buyclass in chosen.items()}
    profiles = CustomerProfile.objects.filter(customer_key__in=customer_keys)
    for key, buyclass, mixed in profiles.values_list("customer_key", "buyclass", "mixed"):
        if key not in chosen:
            wanted[key] = frozenset({buyclass, MIXED}) if mixed else frozenset({buyclass})
    return wanted
