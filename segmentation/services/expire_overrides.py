from __future__ import annotations

from datetime import datetime

from django.db import transaction

from segmentation.locks import lock_customers
from segmentation.models import BuyclassOverride, FeatureOverride, SwitchState
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_memberships import refresh_memberships
from segmentation.services.set_buyclass_override import describe_buyclass_override
from segmentation.services.set_feature_override import describe_feature_override


@transaction.atomic
def expire_overrides(*, now: datetime) -> int:
    """Take back the overrides whose time is over, and publish what holds instead; brings back how many."""
    classes = BuyclassOverride.objects.filter(expires_at__lte=now)
    features = FeatureOverride.objects.filter(expires_at__lte=now)
    keys = {*classes.values_list("customer_key", flat=True), *features.values_list("customer_key", flat=True)}
    if not keys:
        return 0
    lock_customers(keys)
    ended_classes = list(classes.filter(customer_key__in=keys))
    ended_features = list(features.filter(customer_key__in=keys))
    for chosen in ended_classes:
        write_audit(
            action="buyclass_override_ended",
            actor=None,
            customer_key=chosen.customer_key,
            before=describe_buyclass_override(chosen),
            after="",
            reason=chosen.reason,
        )
    for override in ended_features:
        write_audit(
            action="feature_override_ended",
            actor=None,
            feature=override.feature,
            customer_key=override.customer_key,
            before=describe_feature_override(override),
            after=SwitchState.INHERIT.value,
            reason=override.reason,
        )
    BuyclassOverride.objects.filter(pk__in=[chosen.pk for chosen in ended_classes]).delete()
    FeatureOverride.objects.filter(pk__in=[override.pk for override in ended_features]).delete()
    refresh_memberships(sorted(keys), now=now)
    publish_customers(keys)
    return len(ended_classes) + len(ended_features)
