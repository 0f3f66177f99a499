"""Making many changes as one: each through the service that makes it alone, published once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import lock_customers, lock_switches
from segmentation.models import Segment, SwitchState
from segmentation.selectors.draft_targets import Kind, Target, Value, merged_order, rule_from
from segmentation.services.publish import published_once
from segmentation.services.reorder_segments import reorder_segments
from segmentation.services.save_segment import save_segment
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_by_category, set_kill_switch


@transaction.atomic
def apply_values(values: Mapping[Target, Value], *, actor: AbstractBaseUser | None, reason: str) -> list[int]:
    """Make each of these stand; brings back the refreshes of segments that `tasks.refresh_segment` has to do then.

    Raises what the services raise, and nothing is changed.
    """
    lock_switches()
    customers = sorted({target.customer for target in values if target.customer})
    if customers:
        lock_customers(customers)
    refreshes = []
    with published_once():
        for target, value in sorted(values.items(), key=_order):
            if refresh := _apply(target, value, actor=actor, reason=reason):
                refreshes.append(refresh)
    return refreshes


def _order(item: tuple[Target, Value]) -> tuple[bool, str, str, str]:
    """What is on for nobody yet is set up before it is switched on, so the audit reads well."""
    target = item[0]
    return target.kind == Kind.OVERRIDE, target.feature, target.segment, target.customer


def _apply(target: Target, value: Value, *, actor: AbstractBaseUser | None, reason: str) -> int | None:
    match target.kind:
        case Kind.KILL_SWITCH:
            set_kill_switch(feature=target.feature, killed=value["killed"], actor=actor, reason=reason)
        case Kind.BY_CATEGORY:
            set_by_category(feature=target.feature, allowed=value["allowed"], actor=actor, reason=reason)
        case Kind.RULE:
            rule = rule_from(value)
            set_feature_rule(
                feature=target.feature,
                segment=target.segment,
                state=rule.state,
                share=rule.share,
                held_out=rule.held_out,
                parameters=rule.parameters,
                actor=actor,
                reason=reason,
            )
        case Kind.OVERRIDE:
            set_feature_override(
                feature=target.feature, customer_key=target.customer, actor=actor, **_override(value, reason=reason)
            )
        case Kind.SEGMENT_ORDER:
            present = list(Segment.objects.order_by("priority").values_list("key", flat=True))
            reorder_segments(merged_order(value["order"], present), actor=actor)
        case Kind.SEGMENT_RULE:
            segment = Segment.objects.get(key=target.segment)
            segment.rule = value["rule"]
            refresh = save_segment(segment, actor=actor, was_checked=True)
            return refresh.pk if refresh else None
    return None


def _override(value: Value, *, reason: str) -> dict[str, Any]:
    if not value:
        return {"state": SwitchState.INHERIT, "reason": reason}
    ends = value["expires_at"]
    return {
        "state": SwitchState.ON if value["enabled"] else SwitchState.OFF,
        "expires_at": datetime.fromisoformat(ends) if ends else None,
        "reason": value["reason"],
        "parameters": value["parameters"],
    }
