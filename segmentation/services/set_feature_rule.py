from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import lock_switches
from segmentation.models import FeatureRule, Segment, SwitchState
from segmentation.registry import features
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_switches


@transaction.atomic
def set_feature_rule(
    *, feature: str, segment: str, state: SwitchState | str, actor: AbstractBaseUser | None, reason: str = ""
) -> bool:
    """Switch a feature on or off for a segment, or leave it to the default; brings back whether anything changed."""
    features.get(feature)
    wanted = SwitchState(state)
    lock_switches()
    group = Segment.objects.get(key=segment)
    rule = FeatureRule.objects.filter(feature=feature, segment=group).first()
    before = SwitchState.INHERIT if rule is None else SwitchState.ON if rule.enabled else SwitchState.OFF
    if before == wanted:
        return False
    if wanted == SwitchState.INHERIT:
        FeatureRule.objects.filter(feature=feature, segment=group).delete()
    else:
        FeatureRule.objects.update_or_create(
            feature=feature, segment=group, defaults={"enabled": wanted == SwitchState.ON}
        )
    write_audit(
        action="feature_rule",
        actor=actor,
        feature=feature,
        segment_key=segment,
        before=before,
        after=wanted,
        reason=reason,
    )
    publish_switches()
    return True
