from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from segmentation.locks import lock_customers
from segmentation.models import FeatureOverride, SwitchState
from segmentation.parameters import clean_parameters
from segmentation.registry import features
from segmentation.selectors.draft_targets import override_value
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_customers
from segmentation.words.audited_values import describe_override


@transaction.atomic
def set_feature_override(
    *,
    feature: str,
    customer_key: str,
    state: SwitchState | str,
    actor: AbstractBaseUser | None,
    reason: str = "",
    expires_at: datetime | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> bool:
    """Switch a feature on or off for one company, or take that back; brings back whether anything changed.

    Raises ParameterError for values that do not fit.
    """
    values = clean_parameters(features.get(feature), parameters or {})
    wanted = SwitchState(state)
    lock_customers([customer_key])
    existing = FeatureOverride.objects.filter(feature=feature, customer_key=customer_key).first()
    if wanted == SwitchState.INHERIT:
        if existing is None:
            return False
        existing.delete()
        after = SwitchState.INHERIT.value
    else:
        enabled = wanted == SwitchState.ON
        said = (enabled, expires_at, reason, values)
        if existing and (existing.enabled, existing.expires_at, existing.reason, existing.parameters) == said:
            return False
        fresh, _ = FeatureOverride.objects.update_or_create(
            feature=feature,
            customer_key=customer_key,
            defaults={
                "enabled": enabled,
                "parameters": values,
                "expires_at": expires_at,
                "reason": reason,
                "author_id": actor.pk if actor else None,
                "created_at": timezone.now(),
            },
        )
        after = describe_feature_override(fresh)
    write_audit(
        action="feature_override",
        actor=actor,
        feature=feature,
        customer_key=customer_key,
        before=describe_feature_override(existing),
        after=after,
        reason=reason,
    )
    publish_customers([customer_key], actor=actor)
    return True


def describe_feature_override(override: FeatureOverride | None) -> str:
    """The override as the audit keeps it."""
    return describe_override(override_value(override) if override else {})
