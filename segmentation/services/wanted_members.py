"""Who belongs to a segment: (its rule says so, or put in by hand) and not kept out by hand. In SQL, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from segmentation.models import CustomerProfile, MembershipChoice, Segment, SegmentMembership
from segmentation.models.among import Among
from segmentation.rules import condition_of, parse_rule

AUTOMATIC = SegmentMembership.Source.AUTOMATIC
MANUAL = SegmentMembership.Source.MANUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Whose membership is not what it has to be, each key in one of them."""

    by_rule: list[str]
    """Belongs to it by the rule: is not in it, or is noted as put in by hand."""
    by_hand: list[str]
    """Put in by hand: is not in it, or is noted as there by the rule."""
    out: list[str]
    """Is in it, and does not belong."""

    @property
    def keys(self) -> list[str]:
        return sorted([*self.by_rule, *self.by_hand, *self.out])


def holding_choices(*, now: datetime) -> QuerySet[MembershipChoice]:
    """The choices whose time is not over."""
    return MembershipChoice.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now))


def find_changes(segment: Segment, *, today: date, now: datetime, keys: list[str] | None = None) -> Changes:
    """Among everybody, or these: who has to join, change or leave. Three queries, whatever the numbers.

    Raises RuleError where the rule cannot be read any more.
    """
    members = SegmentMembership.objects.filter(segment=segment)
    choices = holding_choices(now=now).filter(segment=segment)
    holders = _holders(segment, today=today)
    of_profile, of_row = OuterRef("pk"), OuterRef("customer_key")
    by_rule = holders.filter(
        ~Exists(choices.filter(customer_key=of_profile)),
        ~Exists(members.filter(customer_key=of_profile, source=AUTOMATIC)),
    )
    by_hand = choices.filter(~Exists(members.filter(customer_key=of_row, source=MANUAL)), include=True)
    own = choices.filter(customer_key=of_row)
    out = members.filter(
        Exists(own.filter(include=False)) | (~Exists(own.filter(include=True)) & ~Exists(holders.filter(pk=of_row)))
    )
    return Changes(by_rule=_keys(by_rule, keys), by_hand=_keys(by_hand, keys), out=_keys(out, keys))


def _holders(segment: Segment, *, today: date) -> QuerySet[CustomerProfile]:
    if segment.rule is None:
        return CustomerProfile.objects.none()
    return CustomerProfile.objects.filter(condition_of(parse_rule(segment.rule), today=today, segment_id=segment.pk))


def _keys(rows: QuerySet, keys: list[str] | None) -> list[str]:
    if keys is not None:
        rows = rows.filter(Among("customer_key", keys))
    return list(rows.order_by().values_list("customer_key", flat=True))
