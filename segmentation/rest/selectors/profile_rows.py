"""Companies as the API tells of them: a few queries for any number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from segmentation import conf, host
from segmentation.dimension import Dimension, Kind
from segmentation.models import BuyclassOverride, CategoryProfile, CustomerProfile, SegmentMembership
from segmentation.models.profile_facts import Rhythm, YearlyValue
from segmentation.registry import dimensions
from segmentation.selectors.customer_labels import label_customers
from segmentation.selectors.profiles import Profile, profiles_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow:
    profile: Profile
    computed: CustomerProfile
    name: str
    segments: Sequence[str]
    """By priority."""
    metrics: Mapping[str, Any]
    """Dimension -> its value, for those that are worked out from orders; null where it is not known."""

    @property
    def chosen(self) -> BuyclassOverride | None:
        return self.profile.override

    @property
    def categories(self) -> Sequence[CategoryProfile]:
        return self.profile.categories

    @property
    def rhythm(self) -> Rhythm | None:
        return self.profile.rhythm

    @property
    def value(self) -> YearlyValue | None:
        return self.profile.value

    @property
    def currency(self) -> str:
        return str(conf.get("CURRENCY"))


def find_profiles(
    *, now: datetime, buyclass: str = "", activity: str = "", segment: str = ""
) -> QuerySet[CustomerProfile]:
    """Companies by the class that counts (the chosen one while it holds), by activity and by segment."""
    found = CustomerProfile.objects.all()
    if buyclass:
        chosen = BuyclassOverride.objects.filter(customer_key=OuterRef("pk"), expires_at__gt=now)
        found = found.filter(Exists(chosen.filter(buyclass=buyclass)) | (Q(buyclass=buyclass) & ~Exists(chosen)))
    if activity:
        found = found.filter(activity=activity)
    if segment:
        member = SegmentMembership.objects.filter(customer_key=OuterRef("pk"), segment__key=segment)
        found = found.filter(Exists(member))
    return found


def profile_rows(customer_keys: Sequence[str], *, now: datetime) -> list[ProfileRow]:
    """These companies, in this order; without those that no run has seen."""
    profiles = profiles_of(customer_keys, now=now)
    labels = label_customers(customer_keys)
    metrics = _metrics(customer_keys)
    segments: dict[str, list[str]] = {}
    memberships = SegmentMembership.objects.filter(customer_key__in=customer_keys).order_by("segment__priority")
    for key, segment in memberships.values_list("customer_key", "segment__key"):
        segments.setdefault(key, []).append(segment)
    return [
        ProfileRow(
            profile=profiles[key],
            computed=computed,
            name=labels[key].name,
            segments=segments.get(key, []),
            metrics=metrics[key],
        )
        for key in customer_keys
        if key in profiles and (computed := profiles[key].computed) is not None
    ]


def _metrics(customer_keys: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    worked_out = [dimension for dimension in dimensions if dimension.column]
    rows = CustomerProfile.objects.filter(pk__in=customer_keys).values_list("pk", *(d.column for d in worked_out))
    return {
        key: {dimension.key: plain_value(dimension, raw) for dimension, raw in zip(worked_out, values, strict=True)}
        for key, *values in rows
    }


def plain_value(dimension: Dimension, raw: Any) -> Any:
    """A value as it stands in a column, for JSON: money in whole units as a text, choices as a list."""
    if raw is None:
        return None
    match dimension.kind:
        case Kind.MONEY:
            return str(host.amount_of(raw))
        case Kind.CHOICES:
            return [choice for choice in str(raw).split("|") if choice]
        case Kind.DATE:
            return raw.isoformat() if isinstance(raw, date) else raw
    return raw
