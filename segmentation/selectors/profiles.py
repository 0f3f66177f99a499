from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from segmentation.contracts import Reason
from segmentation.models import BuyclassOverride, CategoryProfile, CustomerProfile, Segment
from segmentation.models.metric_facts import Metrics, metrics_of
from segmentation.models.profile_facts import Rhythm, YearlyValue, rhythm_of, value_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How a company buys: as worked out, and as an admin may have fixed it for a time."""

    customer_key: str
    buyclass: str
    """The class that counts: the chosen one while it holds, else the computed one."""
    computed: CustomerProfile | None
    override: BuyclassOverride | None
    categories: Sequence[CategoryProfile]
    today: date
    """The day it was asked for, where the shop is."""

    @property
    def rhythm(self) -> Rhythm | None:
        """How it spaces its orders, and the chance of the next one; never a part of the class. None before a run."""
        return rhythm_of(self.computed, today=self.today) if self.computed else None

    @property
    def value(self) -> YearlyValue | None:
        """What it bought in twelve months and in the twelve before; never a part of the class. None before a run."""
        return value_of(self.computed, today=self.today) if self.computed else None

    @property
    def metrics(self) -> Metrics | None:
        """What follows from its orders besides; never a part of the class. None before a run."""
        return metrics_of(self.computed) if self.computed else None

    @property
    def reason(self) -> Reason | None:
        """Why the computed class is what it is."""
        if self.computed is None:
            return None
        return Reason(code=self.computed.reason_code, params=self.computed.reason_params)

    @property
    def mixed(self) -> bool:
        return self.override is None and self.computed is not None and self.computed.mixed


def profile_of(customer_key: str, *, now: datetime) -> Profile | None:
    """The profile of one company with its categories; None for one that no run and no admin has seen."""
    return profiles_of([customer_key], now=now).get(customer_key)


def profiles_of(customer_keys: Collection[str], *, now: datetime) -> dict[str, Profile]:
    """The profiles of these companies, by key and in three queries; without those that no run and no admin has seen."""
    computed = CustomerProfile.objects.in_bulk(list(customer_keys))
    overrides = {
        override.customer_key: override
        for override in BuyclassOverride.objects.filter(customer_key__in=customer_keys, expires_at__gt=now)
    }
    categories: dict[str, list[CategoryProfile]] = {}
    for row in CategoryProfile.objects.filter(customer_key__in=customer_keys).order_by("category"):
        categories.setdefault(row.customer_key, []).append(row)
    return {
        key: Profile(
            customer_key=key,
            buyclass=overrides[key].buyclass if key in overrides else computed[key].buyclass,
            computed=computed.get(key),
            override=overrides.get(key),
            categories=categories.get(key, []),
            today=timezone.localdate(now),
        )
        for key in customer_keys
        if key in computed or key in overrides
    }


def segments_of(customer_key: str) -> Sequence[Segment]:
    """The segments one company is in, the one that decides first."""
    return list(Segment.objects.filter(memberships__customer_key=customer_key).order_by("priority"))


def computed_classes() -> Mapping[str, str]:
    """Every company's computed class."""
    return dict(CustomerProfile.objects.order_by("customer_key").values_list("customer_key", "buyclass"))
