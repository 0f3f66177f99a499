"""The switches as they would be with a draft published. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from segmentation.models import DraftChange
from segmentation.selectors.draft_targets import Kind, merged_order, rule_from
from segmentation.standing import AS_DECLARED, FeatureSwitches, Switches


def with_changes(changes: Iterable[DraftChange], *, onto: Switches) -> Switches:
    """These switches with the changes in them; what is about companies or the rules of segments is passed over."""
    features, segments = dict(onto.features), onto.segments
    for change in changes:
        own = features.get(change.feature, AS_DECLARED)
        match change.kind:
            case Kind.KILL_SWITCH:
                features[change.feature] = replace(own, killed=change.after["killed"])
            case Kind.BY_CATEGORY:
                features[change.feature] = replace(own, by_category=change.after["allowed"])
            case Kind.RULE if not change.segment_key or change.segment_key in segments:
                features[change.feature] = _with_rule(own, change)
            case Kind.SEGMENT_ORDER:
                segments = tuple(merged_order(change.after["order"], segments))
    return replace(onto, features=features, segments=segments)


def _with_rule(own: FeatureSwitches, change: DraftChange) -> FeatureSwitches:
    rules = {key: rule for key, rule in own.rules.items() if key != change.segment_key}
    if change.after:
        rules[change.segment_key] = rule_from(change.after)
    return replace(own, rules=rules)
