"""How many companies have a feature, and by what: counted by the database, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Count, Min, Q

from segmentation.contracts import Feature
from segmentation.models import FeatureOverride, Segment, SegmentMembership
from segmentation.models.hash_below import hash_below
from segmentation.selectors.resolve_feature import serves_segment
from segmentation.shares import holdout_salt, rollout_salt
from segmentation.standing import EVERYBODY, INHERIT, NOTHING_SAID, ON, FeatureSwitches, SwitchRule
from segmentation.time_limit import TooSlowError, time_limit

SECONDS = 5
"""How long somebody at the page waits for the figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of the companies for whom one rule decides."""

    companies: int = 0
    on: int = 0
    waiting: int = 0
    """Whose turn has not come yet."""
    held_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Companies by what decides for them, as if the feature were not off for everybody."""

    by_rule: Mapping[str, Decided]
    """By segment key; EVERYBODY for the rule of everybody."""
    declared: Decided
    """For whom nothing is said."""
    by_hand: Decided

    @property
    def parts(self) -> Sequence[Decided]:
        return [*self.by_rule.values(), self.declared, self.by_hand]

    @property
    def companies(self) -> int:
        return sum(part.companies for part in self.parts)

    @property
    def on(self) -> int:
        return sum(part.on for part in self.parts)

    @property
    def waiting(self) -> int:
        return sum(part.waiting for part in self.parts)

    @property
    def held_out(self) -> int:
        return sum(part.held_out for part in self.parts)


def reach_of_feature(
    feature: Feature, *, own: FeatureSwitches, segments: Sequence[Segment], now: datetime
) -> Reach | None:
    """Who has the feature by how it buys as a whole; two queries, None where they take too long.

    `segments` are all there are. Counted are companies in any segment, which every company is that a run has seen.
    """
    try:
        with time_limit(SECONDS):
            return _count(feature, own=own, segments=segments, now=now)
    except TooSlowError:
        return None


def _count(feature: Feature, *, own: FeatureSwitches, segments: Sequence[Segment], now: datetime) -> Reach:
    deciding = [segment for segment in segments if own.rules.get(segment.key, NOTHING_SAID).state != INHERIT]
    serving = [segment for segment in segments if serves_segment(feature, segment.key)]
    everybody = own.rules.get(EVERYBODY, NOTHING_SAID)
    holding = FeatureOverride.objects.filter(feature=feature.key).filter(Q(expires_at=None) | Q(expires_at__gt=now))
    by_hand = holding.aggregate(companies=Count("pk"), on=Count("pk", filter=Q(enabled=True)))

    rules = {segment: own.rules[segment.key] for segment in deciding}
    decides = _any_of(Q(segment=segment.pk) & _heard(rule, feature) for segment, rule in rules.items())
    waits = _any_of(Q(segment=segment.pk) & ~_heard(rule, feature) for segment, rule in rules.items())
    undecided = Q(first=None)
    for_all = undecided & Q(waits=None) if everybody.state != INHERIT else _NOBODY
    by_all = for_all & _heard(everybody, feature)
    rest = undecided & ~by_all
    by_default = Q(waits=None) & ~for_all if feature.default else _NOBODY
    is_on = rest & (by_default | Q(served__gt=0))
    goes_without = rest & ~is_on
    counts: dict[str, Count] = {}
    for segment, rule in rules.items():
        waiting = goes_without & Q(waits=segment.priority)
        counts |= _counts(f"rule{segment.pk}", Q(first=segment.priority), rule, feature=feature, waiting=waiting)
    waiting_for_all = goes_without & for_all
    counts |= _counts("everybody", by_all, everybody, feature=feature, waiting=waiting_for_all)
    counts |= {
        "declared_companies": Count("customer_key", filter=rest & ~waiting_for_all & (is_on | Q(waits=None))),
        "declared_on": Count("customer_key", filter=is_on),
    }
    companies = (
        SegmentMembership.objects.exclude(customer_key__in=holding.values("customer_key"))
        .order_by()
        .values("customer_key")
        .annotate(
            first=Min("segment__priority", filter=decides),
            waits=Min("segment__priority", filter=waits),
            served=Count("pk", filter=Q(segment__in=[segment.pk for segment in serving]) & ~waits),
        )
    )
    found = companies.aggregate(**counts)
    by_rule = {segment.key: _decided(found, f"rule{segment.pk}") for segment in deciding}
    if everybody.state != INHERIT:
        by_rule[EVERYBODY] = _decided(found, "everybody")
    return Reach(by_rule=by_rule, declared=_decided(found, "declared"), by_hand=Decided(**by_hand))


def _counts(name: str, who: Q, rule: SwitchRule, *, feature: Feature, waiting: Q) -> dict[str, Count]:
    """`who` are those for whom it decides, `waiting` those who go without because their turn by it has not come."""
    counts = {f"{name}_companies": Count("customer_key", filter=who | waiting)}
    if rule.state != ON:
        return counts
    kept_out = Q(hash_below("customer_key", salt=holdout_salt(feature.key), percent=rule.held_out))
    return counts | {
        f"{name}_waiting": Count("customer_key", filter=waiting),
        f"{name}_held_out": Count("customer_key", filter=who & kept_out),
        f"{name}_on": Count("customer_key", filter=who & ~kept_out),
    }


_NOBODY = Q(customer_key=None)


def _any_of(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, _NOBODY)


def _heard(rule: SwitchRule, feature: Feature) -> Q:
    """Whom a rule says something: everybody it is about, or those whose turn has come."""
    if rule.state != ON:
        return Q(customer_key__isnull=False)
    return Q(hash_below("customer_key", salt=rollout_salt(feature.key), percent=rule.share))


def _decided(found: Mapping[str, int], name: str) -> Decided:
    fields = ("companies", "on", "waiting", "held_out")
    return Decided(**{field: found.get(f"{name}_{field}", 0) for field in fields})
