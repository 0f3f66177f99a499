"""What a draft can change: what stands of it now, and whether two values say the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from segmentation.models import DraftChange, FeatureOverride, FeatureRule, FeatureSetting, Segment
from segmentation.models.among import Among
from segmentation.standing import NOTHING_SAID, SwitchRule

Kind = DraftChange.Kind
Value = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What one change is about."""

    kind: Kind
    feature: str = ""
    segment: str = ""
    customer: str = ""


def target_of(change: DraftChange) -> Target:
    return Target(
        kind=Kind(change.kind), feature=change.feature, segment=change.segment_key, customer=change.customer_key
    )


def values_now(targets: Collection[Target]) -> dict[Target, Value | None]:
    """What stands in the tables of each of these; None where the segment is gone. At most four queries."""
    kinds = {target.kind for target in targets}
    settings: Mapping[str, FeatureSetting] = {}
    if kinds & {Kind.KILL_SWITCH, Kind.BY_CATEGORY}:
        settings = {row.feature: row for row in FeatureSetting.objects.all()}
    segments: list[tuple[str, Any]] = []
    if kinds & {Kind.RULE, Kind.SEGMENT_RULE, Kind.SEGMENT_ORDER}:
        segments = list(Segment.objects.order_by("priority").values_list("key", "rule"))
    said: dict[Target, Value | None] = {}
    said |= _rules(targets) if Kind.RULE in kinds else {}
    said |= _overrides(targets) if Kind.OVERRIDE in kinds else {}
    rules = dict(segments)
    found: dict[Target, Value | None] = {}
    for target in targets:
        row = settings.get(target.feature)
        match target.kind:
            case Kind.KILL_SWITCH:
                found[target] = {"killed": row is not None and row.killed}
            case Kind.BY_CATEGORY:
                found[target] = {"allowed": row is None or row.by_category}
            case Kind.SEGMENT_ORDER:
                found[target] = {"order": [key for key, _rule in segments]}
            case Kind.SEGMENT_RULE:
                found[target] = {"rule": rules[target.segment]} if target.segment in rules else None
            case Kind.RULE if target.segment and target.segment not in rules:
                found[target] = None
            case _:
                found[target] = said.get(target, {})
    return found


def _rules(targets: Collection[Target]) -> dict[Target, Value | None]:
    features = {target.feature for target in targets if target.kind == Kind.RULE}
    rows = FeatureRule.objects.filter(feature__in=features)
    return {
        Target(kind=Kind.RULE, feature=feature, segment=segment or ""): SwitchRule(
            state=state, share=share, held_out=held_out, parameters=parameters
        ).as_payload()
        for feature, segment, state, share, held_out, parameters in rows.values_list(
            "feature", "segment__key", "state", "share", "held_out", "parameters"
        )
    }


def _overrides(targets: Collection[Target]) -> dict[Target, Value | None]:
    asked = [target for target in targets if target.kind == Kind.OVERRIDE]
    rows = FeatureOverride.objects.filter(
        Among("customer_key", sorted({target.customer for target in asked})),
        feature__in={target.feature for target in asked},
    )
    return {
        Target(kind=Kind.OVERRIDE, feature=row.feature, customer=row.customer_key): override_value(row) for row in rows
    }


def override_value(row: FeatureOverride) -> Value:
    """An override as a draft holds it."""
    return {
        "enabled": row.enabled,
        "expires_at": row.expires_at.isoformat() if row.expires_at else "",
        "reason": row.reason,
        "parameters": row.parameters,
    }


def value_at(kind: str, value: Value, moment: datetime) -> Value:
    """What a value says at a moment: an override whose own end has come says nothing any more."""
    ends = value.get("expires_at") if kind == Kind.OVERRIDE else ""
    return {} if ends and datetime.fromisoformat(ends) <= moment else value


def is_same(kind: str, one: Value | None, other: Value | None) -> bool:
    """Whether two values say the same; of an order, of the segments that are in both."""
    if kind != Kind.SEGMENT_ORDER or one is None or other is None:
        return one == other
    both = set(one["order"]) & set(other["order"])
    return [key for key in one["order"] if key in both] == [key for key in other["order"] if key in both]


def merged_order(wanted: Sequence[str], present: Sequence[str]) -> list[str]:
    """The present segments in the wanted order; those it does not name stay behind whom they follow now."""
    there = set(present)
    order = [key for key in dict.fromkeys(wanted) if key in there]
    named = set(order)
    for at, key in enumerate(present):
        if key not in named:
            order.insert(order.index(present[at - 1]) + 1 if at else 0, key)
            named.add(key)
    return order


def rule_from(value: Mapping[str, Any]) -> SwitchRule:
    return SwitchRule.from_payload(value) if value else NOTHING_SAID
