"""Companies as plain values, and the same ones as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from segmentation.models import (
    BoughtDay,
    BoughtItem,
    BuyclassOverride,
    CategoryProfile,
    CompanyAttributes,
    CustomerProfile,
    MembershipChoice,
    Segment,
    SegmentMembership,
)
from segmentation.models.attribute_columns import column_of

TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
ATTRIBUTES = ("staff", "turnover", "began", "colour", "colours", "town", "industry", "listed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What was bought of an item, by day."""

    days: Mapping[date, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What is known of a company; `values` are by dimension, those of attributes None where they are not known."""

    values: Mapping[str, Any] = field(default_factory=dict)
    has_attributes: bool = True
    chosen: str | None = None
    categories: Mapping[str, str] = field(default_factory=dict)
    category_shares: Mapping[str, float] = field(default_factory=dict)
    """Of routine buying in those categories; one half where nothing is said."""
    bought: Mapping[tuple[str, str], Bought] = field(default_factory=dict)
    member: str | None = None
    """How it is in the segment now: "automatic", "manual" or not at all."""
    included: bool | None = None
    """What an admin decided."""
    is_over: bool = False
    """Whether that decision has run out."""

    def share_in(self, category: str) -> float:
        return self.category_shares.get(category, 0.5)


def store(companies: Sequence[Company], segment: Segment | None = None) -> list[str]:
    """The companies as rows, under keys that are brought back in their order."""
    keys = [f"C{at:03}" for at in range(len(companies))]
    pairs = list(zip(keys, companies, strict=True))
    CustomerProfile.objects.bulk_create(_profile(key, company) for key, company in pairs)
    CompanyAttributes.objects.bulk_create(_attributes(key, one) for key, one in pairs if one.has_attributes)
    BuyclassOverride.objects.bulk_create(
        BuyclassOverride(customer_key=key, buyclass=one.chosen, created_at=NOW, expires_at=NOW + timedelta(days=9))
        for key, one in pairs
        if one.chosen
    )
    CategoryProfile.objects.bulk_create(
        CategoryProfile(
            customer_key=key, category=category, occasions=2, **_shares(way, routine=one.share_in(category))
        )
        for key, one in pairs
        for category, way in one.categories.items()
    )
    BoughtItem.objects.bulk_create(
        BoughtItem(
            customer_key=key,
            kind=kind,
            item=item,
            first_day=min(bought.days),
            last_day=max(bought.days),
            orders=len(bought.days),
            quantity=1000,
            value=_minor(sum(bought.days.values())),
        )
        for key, one in pairs
        for (kind, item), bought in one.bought.items()
    )
    BoughtDay.objects.bulk_create(
        BoughtDay(customer_key=key, kind=kind, item=item, day=day, value=_minor(value))
        for key, one in pairs
        for (kind, item), bought in one.bought.items()
        if len(bought.days) > 1
        for day, value in bought.days.items()
    )
    if segment is not None:
        _put_into(segment, pairs)
    return keys


def _minor(value: Decimal | int) -> int:
    return int(value * 100)


def _put_into(segment: Segment, pairs: Sequence[tuple[str, Company]]) -> None:
    SegmentMembership.objects.bulk_create(
        SegmentMembership(segment=segment, customer_key=key, source=one.member, since=NOW)
        for key, one in pairs
        if one.member
    )
    MembershipChoice.objects.bulk_create(
        MembershipChoice(
            segment=segment,
            customer_key=key,
            include=one.included,
            created_at=NOW,
            expires_at=NOW - timedelta(hours=1) if one.is_over else None,
        )
        for key, one in pairs
        if one.included is not None
    )


def _profile(key: str, company: Company) -> CustomerProfile:
    values = company.values
    return CustomerProfile(
        customer_key=key,
        **_shares(values.get("buyclass", "routine"), routine=values.get("share", 0.5)),
        occasions=values.get("orders", 3),
        mixed=values.get("mixed", False),
        value_year=int(values.get("year", Decimal(0)) * 100),
        last_order=values.get("last_order"),
        regularity=values.get("rhythm") or "",
        activity="active",
        as_of=TODAY,
        classified_at=NOW,
    )


def _shares(buyclass: str, *, routine: float = 0.5) -> dict[str, Any]:
    return {
        "buyclass": buyclass,
        "share_routine": routine,
        "share_major": 0.2,
        "share_new": 0.1,
        "evidence": 1,
        "confidence": 1,
    }


def _attributes(key: str, company: Company) -> CompanyAttributes:
    stored = {}
    for dimension in ATTRIBUTES:
        value = company.values.get(dimension)
        column = column_of(dimension)
        assert column
        if isinstance(value, frozenset):
            value = "|".join(["", *sorted(value), ""])
        stored[column] = int(value * 100) if isinstance(value, Decimal) else value
    return CompanyAttributes(profile_id=key, updated_at=NOW, **stored)
