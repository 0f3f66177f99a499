"""Everything an admin is shown about one company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from segmentation.cache import Published
from segmentation.contracts import CustomerLabel
from segmentation.dimension import Kind
from segmentation.host import open_directory, people_of, recent_orders, yearly_spend
from segmentation.models import (
    AuditEntry,
    BuyclassChange,
    BuyclassOverride,
    CategoryProfile,
    CustomerProfile,
    MembershipMove,
    PublishedSnapshot,
    ShareHistory,
)
from segmentation.models.profile_facts import Rhythm, YearlyValue, rhythm_of, value_of
from segmentation.people import Person
from segmentation.registry import features
from segmentation.selectors.attributes import AttributeValue, every_value
from segmentation.selectors.audit import with_segment_name
from segmentation.selectors.company_features import (
    FeatureLine,
    InCategories,
    answers_in_categories,
    feature_lines,
)
from segmentation.selectors.company_segments import SegmentLine, segment_lines
from segmentation.selectors.company_timeline import Event, timeline_of
from segmentation.selectors.last_days import last_day_before
from segmentation.selectors.people import permissions_of
from segmentation.selectors.rule_names import names_for
from segmentation.selectors.since_when import moments_of
from segmentation.standing import SWITCHES, Standing, Switches
from segmentation.words.names import Names

HISTORY_LENGTH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenClass:
    """The buying type that an admin chose, while it holds and after."""

    buyclass: str
    reason: str
    author: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyPage:
    label: CustomerLabel
    profile: CustomerProfile | None
    rhythm: Rhythm | None
    value: YearlyValue | None
    knows_wallet: bool
    """Whether the host's directory tells what customers spend in all, if perhaps not of this one."""
    chosen: ChosenClass | None
    chosen_holds: bool
    segments: Sequence[SegmentLine]
    shares: Sequence[ShareHistory]
    """The days on which they were kept, in their order."""
    values: Sequence[AttributeValue]
    """Every dimension, known or not."""
    value_names: Names
    """What the host calls the values that are texts."""
    categories: Sequence[CategoryProfile]
    category_names: Mapping[str, str]
    timeline: Sequence[Event]
    knows_orders: bool
    """Whether the host's directory tells of single orders."""
    features: Sequence[FeatureLine]
    in_categories: InCategories
    names: Mapping[str, str]
    """Of the segments, as they are stored, by key."""
    people: Sequence[Person]
    """Who acts for it, where features ask what a person may do and the host's directory knows."""
    seen_by: str
    """The name of the one whose features are shown; empty for nobody in particular."""

    @property
    def segments_in(self) -> Sequence[SegmentLine]:
        """Those it is in, and those that somebody decided by hand."""
        return [line for line in self.segments if line.source or line.by_hand]

    @property
    def segments_out(self) -> Sequence[SegmentLine]:
        return [line for line in self.segments if not line.source and not line.by_hand]

    @property
    def last_day(self) -> date | None:
        return last_day_before(self.chosen.expires_at) if self.chosen else None

    @property
    def buyclass(self) -> str:
        """The class that counts: the one an admin chose, else the computed one."""
        if self.chosen is not None and self.chosen_holds:
            return self.chosen.buyclass
        return self.profile.buyclass if self.profile else ""

    @property
    def shares_first(self) -> bool:
        """Whether the shares say more than the class: no way of buying makes up half, and nobody chose one."""
        return self.profile is not None and self.profile.mixed and not self.chosen_holds


def read_company_page(customer_key: str, *, now: datetime, seen_by: str = "") -> CompanyPage | None:
    """One company as an admin sees it; None where neither the directory nor a profile knows the key.

    `seen_by` names one of its people, whose features are shown then; anybody else is nobody in particular.
    """
    directory = open_directory()
    profile, chosen, payloads = _read_profile(customer_key)
    published = _published(payloads, customer_key)
    label = directory.labels([customer_key]).get(customer_key)
    if label is None:
        if profile is None:
            return None
        label = CustomerLabel(key=customer_key, name=customer_key)
    people = people_of(customer_key) if any(feature.permission for feature in features) else []
    seen_by = seen_by if seen_by in {person.name for person in people} else ""
    may = permissions_of(seen_by, customer_key=customer_key) if seen_by else None
    today = timezone.localdate(now)
    # Spending in all says nothing before there is something to hold against it.
    spend = yearly_spend([customer_key]) if profile else None
    categories = list(CategoryProfile.objects.filter(customer_key=customer_key).order_by("-occasions", "category"))
    changes = list(BuyclassChange.objects.filter(customer_key=customer_key).order_by("-at", "-pk")[:HISTORY_LENGTH])
    orders = recent_orders(customer_key, limit=HISTORY_LENGTH)
    segments = segment_lines(customer_key, today=today, now=now)
    values = every_value(customer_key)
    audit = list(with_segment_name(AuditEntry.objects.filter(customer_key=customer_key))[:HISTORY_LENGTH])
    moved = MembershipMove.objects.filter(customer_key=customer_key).select_related("segment")
    moves = list(moved.order_by("-at", "-pk")[:HISTORY_LENGTH])
    since = {line.segment.key: line.since for line in segments if line.since}
    named = sorted({row.category for row in categories} | {row.category for row in changes if row.category})
    return CompanyPage(
        label=label,
        profile=profile,
        rhythm=rhythm_of(profile, today=today) if profile else None,
        value=value_of(profile, today=today, spend=(spend or {}).get(customer_key)) if profile else None,
        knows_wallet=spend is not None,
        chosen=chosen,
        chosen_holds=chosen is not None and chosen.expires_at > now,
        segments=segments,
        shares=list(ShareHistory.objects.filter(customer_key=customer_key).order_by("as_of")),
        values=values,
        value_names=names_for(
            values=(
                (one.dimension, one.value)
                for one in values
                if one.dimension.kind is Kind.TEXT and one.value is not None
            )
        ),
        categories=categories,
        category_names=directory.category_labels(named) if named else {},
        timeline=timeline_of(orders=orders or [], changes=changes, segments=segments, moves=moves, audit=audit),
        knows_orders=orders is not None,
        features=feature_lines(
            published, moments=moments_of(published.standing, segments=since), now=now, has_permission=may
        ),
        in_categories=answers_in_categories(
            published, [row.category for row in categories], now=now, has_permission=may
        ),
        names=published.switches.names,
        people=people,
        seen_by=seen_by,
    )


def _read_profile(customer_key: str) -> tuple[CustomerProfile | None, ChosenClass | None, Mapping[str, Any]]:
    """The profile, and in the same query what an admin chose and what is published this moment.

    An admin who just switched must not see what a process kept at hand.
    """
    snapshots = PublishedSnapshot.objects.values("payload")
    own = BuyclassOverride.objects.filter(pk=OuterRef("pk"))
    profiles = CustomerProfile.objects.annotate(
        switches=Subquery(snapshots.filter(subject=SWITCHES)),
        standing=Subquery(snapshots.filter(subject=OuterRef("pk"))),
        **{f"chosen_{name}": Subquery(own.values(path)) for name, path in _chosen_paths().items()},
    )
    profile = profiles.filter(customer_key=customer_key).first()
    if profile is not None:
        facts: Mapping[str, Any] = {name: getattr(profile, f"chosen_{name}") for name in _chosen_paths()}
        published = {SWITCHES: profile.switches, customer_key: profile.standing}
        return profile, _chosen_class(facts) if facts["expires_at"] else None, published
    overrides = BuyclassOverride.objects.filter(customer_key=customer_key)
    stored = PublishedSnapshot.objects.filter(subject__in=[SWITCHES, customer_key])
    found = overrides.values_list(*_chosen_paths().values()).first()
    chosen = _chosen_class(dict(zip(_chosen_paths(), found, strict=True))) if found else None
    return None, chosen, dict(stored.values_list("subject", "payload"))


def _chosen_paths() -> Mapping[str, str]:
    author = f"author__{get_user_model().USERNAME_FIELD}"
    return {"buyclass": "buyclass", "reason": "reason", "author": author, "expires_at": "expires_at"}


def _chosen_class(facts: Mapping[str, Any]) -> ChosenClass:
    return ChosenClass(**{**facts, "author": facts["author"] or ""})


def _published(payloads: Mapping[str, Any], customer_key: str) -> Published:
    switches = Switches.from_payload(payloads[SWITCHES]) if payloads.get(SWITCHES) else Switches()
    own = payloads.get(customer_key)
    standing = Standing.from_payload(own, customer_key=customer_key) if own else Standing(customer_key=customer_key)
    return Published(switches, standing)
