"""What somebody wants a draft to change, checked and in the form that is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from segmentation.models import Segment
from segmentation.models.profiles import KEY_LENGTH
from segmentation.parameters import clean_parameters
from segmentation.registry import features
from segmentation.rules import parse_rule
from segmentation.selectors.draft_targets import Kind, Target, Value
from segmentation.services.reorder_segments import SegmentsChangedError
from segmentation.services.save_segment import BuiltinRuleError
from segmentation.services.set_feature_rule import check_percent
from segmentation.standing import INHERIT, OFF, ON, SwitchRule


def clean_value(target: Target, raw: Mapping[str, Any]) -> Value:
    """The value as a draft stores it (see `DraftChange.Kind`); a rule and an override are said as a whole.

    Raises UnknownFeatureError, Segment.DoesNotExist, ParameterError, RuleError or a ValueError that says what is wrong.
    """
    match target.kind:
        case Kind.KILL_SWITCH:
            features.get(target.feature)
            return {"killed": bool(raw["killed"])}
        case Kind.BY_CATEGORY:
            features.get(target.feature)
            return {"allowed": bool(raw["allowed"])}
        case Kind.RULE:
            return _rule(target, raw)
        case Kind.OVERRIDE:
            return _override(target, raw)
        case Kind.SEGMENT_RULE:
            return _segment_rule(target, raw["rule"])
        case Kind.SEGMENT_ORDER:
            order = list(raw["order"])
            known = list(Segment.objects.values_list("key", flat=True))
            if sorted(order) != sorted(known):
                raise SegmentsChangedError(_("Every segment has to be named once. Please load the list again."))
            return {"order": order}


def _rule(target: Target, raw: Mapping[str, Any]) -> Value:
    declared = features.get(target.feature)
    if target.segment:
        Segment.objects.only("pk").get(key=target.segment)
    rule = SwitchRule(**raw)
    if rule.state not in (ON, OFF, INHERIT):
        raise ValueError(_("A feature is on, off, or as declared."))
    check_percent(rule.share)
    check_percent(rule.held_out)
    return SwitchRule(
        state=str(rule.state),
        share=rule.share,
        held_out=rule.held_out,
        parameters=clean_parameters(declared, rule.parameters),
    ).as_payload()


def _override(target: Target, raw: Mapping[str, Any]) -> Value:
    declared = features.get(target.feature)
    if not 0 < len(target.customer) <= KEY_LENGTH:
        raise ValueError(_("Please say for which company."))
    if not raw:
        return {}
    ends = raw.get("expires_at") or None
    if isinstance(ends, str):
        ends = datetime.fromisoformat(ends)
    if ends is not None and ends.tzinfo is None:
        raise ValueError(_("The end needs a time zone."))
    return {
        "enabled": bool(raw["enabled"]),
        "expires_at": ends.astimezone(UTC).isoformat() if ends else "",
        "reason": str(raw.get("reason", "")),
        "parameters": clean_parameters(declared, raw.get("parameters") or {}),
    }


def _segment_rule(target: Target, raw: Any) -> Value:
    segment = Segment.objects.get(key=target.segment)
    if raw is None and segment.is_builtin:
        raise BuiltinRuleError(segment.key)
    return {"rule": None if raw is None else parse_rule(raw).as_json()}
