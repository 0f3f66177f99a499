from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from segmentation.models import CustomerProfile, MembershipChoice, SegmentMembership
from segmentation.rules import Rule, condition_of

NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChanges:
    """Some of those whom a rule would move."""

    joining: Sequence[str] = ()
    leaving: Sequence[str] = ()


def some_changes(rule: Rule, *, segment_id: int | None, today: date, now: datetime, most: int = NAMED) -> RuleChanges:
    """The first companies, by key, that would join or leave a segment; two queries. A new segment has only joiners."""
    holds = condition_of(rule, today=today, segment_id=segment_id)
    profiles = CustomerProfile.objects.order_by("pk").values_list("pk", flat=True)
    if segment_id is None:
        return RuleChanges(joining=list(profiles.filter(holds)[:most]))
    stored = Exists(SegmentMembership.objects.filter(segment=segment_id, customer_key=OuterRef("pk")))
    choices = MembershipChoice.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now), segment=segment_id, customer_key=OuterRef("pk")
    )
    wanted = (holds | Exists(choices.filter(include=True))) & ~Exists(choices.filter(include=False))
    return RuleChanges(
        joining=list(profiles.filter(wanted & ~stored)[:most]),
        leaving=list(profiles.filter(~Q(wanted) & stored)[:most]),
    )
