"""Whether a feature is on: the one place that knows the precedence. Pure; time and standing are passed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from segmentation.contracts import MIXED, Buyclass, DecidedBy, Feature, FeatureAnswer, PermissionTest, Reason
from segmentation.standing import Standing, Switches

_BUYCLASS_SEGMENTS = frozenset(buyclass.value for buyclass in Buyclass) | {MIXED}


@dataclass(frozen=True, slots=True)
class _Decision:
    by: DecidedBy
    enabled: bool
    code: str
    params: dict[str, Any] = field(default_factory=dict)


def resolve_feature(
    feature: Feature,
    *,
    switches: Switches,
    standing: Standing,
    now: datetime,
    has_permission: PermissionTest | None = None,
    category: str = "",
) -> FeatureAnswer:
    """The answer of the first step that decides, strongest first, and its reason.

    Without `has_permission` nobody in particular asks, and that step is left out.
    """
    category = category if feature.per_category else ""
    segments = segments_for(standing, category=category)
    decision = (
        _by_kill_switch(feature, switches)
        or _by_company_override(feature, standing, now)
        or _by_user_permission(feature, has_permission)
        or _by_segment(feature, switches, segments)
        or _by_default(feature, switches, segments)
    )
    by_category = category in standing.categories and decision.by in (DecidedBy.SEGMENT, DecidedBy.DEFAULT)
    return FeatureAnswer(
        feature=feature.key,
        enabled=decision.enabled,
        decided_by=decision.by,
        reason=Reason(code=decision.code, params=decision.params | ({"category": category} if by_category else {})),
        category=category,
    )


def segments_for(standing: Standing, *, category: str = "") -> frozenset[str]:
    """The customer's segments; in a category with a class of its own, that class stands for buyclass and mixed."""
    buyclass = standing.categories.get(category)
    return standing.segments if buyclass is None else (standing.segments - _BUYCLASS_SEGMENTS) | {buyclass}


def _by_kill_switch(feature: Feature, switches: Switches) -> _Decision | None:
    return _Decision(DecidedBy.KILL_SWITCH, False, "killed") if feature.key in switches.killed else None


def _by_company_override(feature: Feature, standing: Standing, now: datetime) -> _Decision | None:
    override = standing.overrides.get(feature.key)
    if override is None or not override.holds_at(now):
        return None
    until = override.expires_at.isoformat() if override.expires_at else ""
    return _Decision(
        DecidedBy.COMPANY_OVERRIDE,
        override.enabled,
        "override_on" if override.enabled else "override_off",
        {"why": override.reason, "until": until},
    )


def _by_user_permission(feature: Feature, has_permission: PermissionTest | None) -> _Decision | None:
    if not feature.permission or has_permission is None or has_permission(feature.permission):
        return None
    return _Decision(DecidedBy.USER_PERMISSION, False, "permission_missing", {"permission": feature.permission})


def _by_segment(feature: Feature, switches: Switches, segments: frozenset[str]) -> _Decision | None:
    rules = switches.rules.get(feature.key, {})
    for segment in switches.segments:
        if segment in segments and segment in rules:
            return _Decision(
                DecidedBy.SEGMENT,
                rules[segment],
                "segment_on" if rules[segment] else "segment_off",
                _named(segment, switches),
            )
    return None


def _by_default(feature: Feature, switches: Switches, segments: frozenset[str]) -> _Decision:
    if feature.default:
        return _Decision(DecidedBy.DEFAULT, True, "default_on")
    for segment in switches.segments:
        if segment in segments and serves_segment(feature, segment):
            return _Decision(DecidedBy.DEFAULT, True, "serves", _named(segment, switches))
    return _Decision(DecidedBy.DEFAULT, False, "default_off")


def _named(segment: str, switches: Switches) -> dict[str, Any]:
    return {"segment": segment, "name": switches.names.get(segment, "")}


def serves_segment(feature: Feature, segment: str) -> bool:
    """Whether the feature was declared for this segment; mixed buyers buy in every way."""
    return segment in feature.serves or (segment == MIXED and bool(feature.serves))
