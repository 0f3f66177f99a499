"""What the audit keeps of a value: short codes, which `words.audit` turns into sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from segmentation.models import DraftChange, SwitchState
from segmentation.rules import RuleError, parse_rule
from segmentation.standing import INHERIT, NOTHING_SAID, ON, OverrideStanding, SwitchRule
from segmentation.words.names import NO_NAMES, Names
from segmentation.words.rules import rule_text

Kind = DraftChange.Kind

AUDITED: Mapping[str, str] = {
    Kind.KILL_SWITCH: "kill_switch",
    Kind.BY_CATEGORY: "by_category",
    Kind.RULE: "feature_rule",
    Kind.OVERRIDE: "feature_override",
    Kind.SEGMENT_RULE: "segment_rule",
    Kind.SEGMENT_ORDER: "segment_order",
}
"""What the audit calls a change of each kind."""


def describe_value(kind: str, value: Mapping[str, Any] | None, *, names: Names = NO_NAMES) -> str:
    """What a draft holds (see `DraftChange.Kind`); empty where its segment is gone."""
    if value is None:
        return ""
    match kind:
        case Kind.KILL_SWITCH:
            return "off" if value["killed"] else "on"
        case Kind.BY_CATEGORY:
            return "on" if value["allowed"] else "off"
        case Kind.SEGMENT_ORDER:
            return ", ".join(value["order"])
        case Kind.SEGMENT_RULE:
            return describe_segment_rule(value["rule"], names=names)
    return describe_override(value) if kind == Kind.OVERRIDE else describe_switch_rule(SwitchRule.from_payload(value))


def describe_switch_rule(rule: SwitchRule) -> str:
    """`on; share=30; held_out=10; length=5`."""
    said = [rule.state]
    said += [f"share={rule.share}"] if rule.share != NOTHING_SAID.share else []
    said += [f"held_out={rule.held_out}"] if rule.held_out != NOTHING_SAID.held_out else []
    return "; ".join([*said, *(f"{key}={value}" for key, value in sorted(rule.parameters.items()))])


def read_switch_rule(text: str) -> SwitchRule:
    """What `describe_switch_rule` says of it, without the values; for an empty text, nothing said."""
    state, *said = text.split("; ")
    rule = replace(NOTHING_SAID, state=state or INHERIT)
    for name in ("share", "held_out"):
        if said and said[0].startswith(f"{name}=") and (percent := said[0].partition("=")[2]).isdecimal():
            rule, said = replace(rule, **{name: int(percent)}), said[1:]  # type: ignore[arg-type]
    return rule


def describe_override(value: Mapping[str, Any]) -> str:
    """`on until 2026-10-25T00:00:00+00:00; length=5`; `inherit` for none."""
    if not value:
        return SwitchState.INHERIT.value
    state = SwitchState.ON if value["enabled"] else SwitchState.OFF
    text = f"{state} until {value['expires_at']}" if value["expires_at"] else state.value
    return "; ".join([text, *(f"{key}={said}" for key, said in sorted(value["parameters"].items()))])


def read_override(text: str) -> OverrideStanding | None:
    """What `describe_override` says of it, without reason and values; None for none."""
    state, _until, end = text.partition("; ")[0].partition(" until ")
    if state in ("", INHERIT):
        return None
    return OverrideStanding(enabled=state == ON, expires_at=datetime.fromisoformat(end) if end else None)


def describe_attribute(dimension: str, value: Any) -> str:
    """`headcount: 120`, of a value as `selectors.attributes` gives it; `headcount: ` where it is not known."""
    if isinstance(value, frozenset):
        value = ", ".join(sorted(value))
    return f"{dimension}: {'' if value is None else value}"


def describe_segment_rule(rule: Any, *, names: Names = NO_NAMES) -> str:
    """A rule in words; empty for none, and for one that cannot be read any more."""
    if rule is None:
        return ""
    try:
        return rule_text(parse_rule(rule), names=names)
    except RuleError:
        return ""
