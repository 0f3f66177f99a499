"""How many companies have a feature, and by what: counted by the database, whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import CharField, Count, Func, Min, Q, Value
from django.db.models.functions import MD5, Collate, Concat, Substr

from segmentation.contracts import Feature
from segmentation.models import FeatureOverride, Segment, SegmentMembership
from segmentation.selectors.resolve_feature import serves_segment
from segmentation.shares import holdout_salt, rollout_salt
from segmentation.standing import EVERYBODY, INHERIT, NOTHING_SAID, ON, FeatureSwitches, SwitchRule
from segmentation.time_limit import TooSlowError, time_limit

SECONDS = 5
"""How long somebody at the page waits for the figures."""

DIGITS = 8
"""Of the MD5 in hexadecimal, which `shares.bucket_of` takes as well."""


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

    counts: dict[str, Count] = {}
    for segment in deciding:
        counts |= _counts(f"rule{segment.pk}", Q(first=segment.priority), own.rules[segment.key])
    undecided = Q(first=None)
    if everybody.state != INHERIT:
        counts |= _counts("everybody", undecided, everybody)
    else:
        is_on = undecided if feature.default else undecided & Q(served__gt=0)
        counts |= {
            "declared_companies": Count("customer_key", filter=undecided),
            "declared_on": Count("customer_key", filter=is_on),
        }
    companies = (
        SegmentMembership.objects.exclude(customer_key__in=holding.values("customer_key"))
        .order_by()
        .values("customer_key")
        .annotate(
            first=Min("segment__priority", filter=Q(segment__in=[segment.pk for segment in deciding])),
            served=Count("pk", filter=Q(segment__in=[segment.pk for segment in serving])),
            turn=_hash_of(rollout_salt(feature.key)),
            kept_out=_hash_of(holdout_salt(feature.key)),
        )
    )
    found = companies.aggregate(**counts)
    by_rule = {segment.key: _decided(found, f"rule{segment.pk}") for segment in deciding}
    if everybody.state != INHERIT:
        by_rule[EVERYBODY] = _decided(found, "everybody")
    return Reach(by_rule=by_rule, declared=_decided(found, "declared"), by_hand=Decided(**by_hand))


def _counts(name: str, who: Q, rule: SwitchRule) -> dict[str, Count]:
    counts = {f"{name}_companies": Count("customer_key", filter=who)}
    if rule.state != ON:
        return counts
    in_turn, kept_out = who & _in_share("turn", rule.share), _in_share("kept_out", rule.held_out)
    return counts | {
        f"{name}_waiting": Count("customer_key", filter=who & ~_in_share("turn", rule.share)),
        f"{name}_held_out": Count("customer_key", filter=in_turn & kept_out),
        f"{name}_on": Count("customer_key", filter=in_turn & ~kept_out),
    }


def _decided(found: Mapping[str, int], name: str) -> Decided:
    fields = ("companies", "on", "waiting", "held_out")
    return Decided(**{field: found.get(f"{name}_{field}", 0) for field in fields})


def _hash_of(salt: str) -> Func:
    digits = Substr(MD5(Concat(Value(f"{salt}:"), "customer_key", output_field=CharField())), 1, DIGITS)
    # Bytes are compared, whatever the language of the database.
    return Collate(digits, "C") if connection.vendor == "postgresql" else digits


def _in_share(digits: str, percent: int) -> Q:
    """`shares.is_in_share` for the hexadecimal digits of the hash: those below the share of all there can be."""
    if percent >= 100:
        return Q(customer_key__isnull=False)
    return Q(**{f"{digits}__lt": f"{-(-percent * 16**DIGITS // 100):0{DIGITS}x}"})
