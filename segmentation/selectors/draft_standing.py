"""What would be published for one company if a draft were published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from segmentation.cache import Published
from segmentation.contracts import BUILTIN_SEGMENTS, Buyclass
from segmentation.models import DraftChange, MembershipChoice, Segment, SegmentMembership
from segmentation.selectors.draft_switches import with_changes
from segmentation.selectors.draft_targets import Kind
from segmentation.selectors.explain_feature import published_now
from segmentation.selectors.rule_answers import segments_that_hold
from segmentation.standing import OverrideStanding, Standing


def draft_published(draft_id: int, customer_key: str, *, now: datetime) -> Published:
    """The switches and this company's standing as if the draft were published; two queries, six with segment rules.

    For a visitor without a company the key is empty. Raises RuleError where a drafted rule cannot be read any more.
    """
    published = published_now(customer_key)
    changes = list(DraftChange.objects.filter(draft=draft_id))
    standing = replace(published.standing, overrides=_overrides(published.standing, changes))
    rules = {change.segment_key: change.after["rule"] for change in changes if change.kind == Kind.SEGMENT_RULE}
    if rules and customer_key:
        standing = replace(standing, segments=_segments(customer_key, rules, now=now))
    return Published(with_changes(changes, onto=published.switches), standing)


def _overrides(standing: Standing, changes: Sequence[DraftChange]) -> dict[str, OverrideStanding]:
    overrides = dict(standing.overrides)
    for change in changes:
        if change.kind == Kind.OVERRIDE and change.customer_key == standing.customer_key:
            overrides.pop(change.feature, None)
            if change.after:
                overrides[change.feature] = override_standing(change.after)
    return overrides


def override_standing(value: dict[str, Any]) -> OverrideStanding:
    """A drafted override as the resolver takes it."""
    return OverrideStanding(
        enabled=value["enabled"],
        expires_at=datetime.fromisoformat(value["expires_at"]) if value["expires_at"] else None,
        reason=value["reason"],
        parameters=value["parameters"],
    )


def _segments(customer_key: str, rules: dict[str, Any], *, now: datetime) -> frozenset[str]:
    """As the refresh would put the company: by hand before by rule."""
    drafted = list(Segment.objects.filter(key__in=rules))
    for segment in drafted:
        segment.rule = rules[segment.key]
    memberships = SegmentMembership.objects.filter(customer_key=customer_key)
    keys = set(memberships.values_list("segment__key", flat=True)) - {segment.key for segment in drafted}
    holding = segments_that_hold(drafted, [customer_key], today=day_of(now))[customer_key]
    choices = MembershipChoice.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now), customer_key=customer_key, segment__in=drafted
    )
    by_hand = dict(choices.values_list("segment", "include"))
    keys |= {segment.key for segment in drafted if by_hand.get(segment.pk, segment.pk in holding)}
    return frozenset(keys if keys & set(BUILTIN_SEGMENTS) else {*keys, Buyclass.NEW.value})


def day_of(now: datetime) -> date:
    """The day it is in the shop."""
    return timezone.localdate(now, timezone.get_default_timezone())
