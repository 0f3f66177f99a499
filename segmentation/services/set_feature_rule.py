from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from segmentation.locks import lock_switches
from segmentation.models import FeatureRule, Segment, SwitchState
from segmentation.parameters import clean_parameters
from segmentation.registry import features
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_switches
from segmentation.standing import NOTHING_SAID, SwitchRule
from segmentation.words.audited_values import describe_switch_rule


@transaction.atomic
def set_feature_rule(
    *,
    feature: str,
    segment: str,
    actor: AbstractBaseUser | None,
    state: SwitchState | str | None = None,
    share: int | None = None,
    held_out: int | None = None,
    parameters: Mapping[str, Any] | None = None,
    reason: str = "",
) -> bool:
    """Say about a feature what holds for a segment (EVERYBODY for where none decides); whether anything changed.

    What is None stays as it is; `parameters` are said as a whole. Raises ParameterError for values that do not fit,
    ValueError for a share that is none.
    """
    declared = features.get(feature)
    lock_switches()
    group = Segment.objects.get(key=segment) if segment else None
    row = FeatureRule.objects.filter(feature=feature, segment=group).first()
    before = rule_of(row)
    wanted = replace(
        before,
        state=before.state if state is None else SwitchState(state).value,
        share=before.share if share is None else check_percent(share),
        held_out=before.held_out if held_out is None else check_percent(held_out),
        parameters=before.parameters if parameters is None else clean_parameters(declared, parameters),
    )
    if before == wanted:
        return False
    if wanted == NOTHING_SAID:
        FeatureRule.objects.filter(feature=feature, segment=group).delete()
    else:
        FeatureRule.objects.update_or_create(
            feature=feature,
            segment=group,
            defaults={
                "state": wanted.state,
                "share": wanted.share,
                "held_out": wanted.held_out,
                "parameters": dict(wanted.parameters),
                "changed_at": timezone.now(),
            },
        )
    write_audit(
        action="feature_rule",
        actor=actor,
        feature=feature,
        segment_key=segment,
        before=describe_switch_rule(before),
        after=describe_switch_rule(wanted),
        reason=reason,
    )
    publish_switches(actor=actor)
    return True


def rule_of(row: FeatureRule | None) -> SwitchRule:
    """What a stored rule says; without one, nothing."""
    if row is None:
        return NOTHING_SAID
    return SwitchRule(state=row.state, share=row.share, held_out=row.held_out, parameters=row.parameters)


def check_percent(share: int) -> int:
    if not 0 <= share <= 100:
        raise ValueError(f"{share} is no share: 0 to 100 percent.")
    return share
