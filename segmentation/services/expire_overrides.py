from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from segmentation.locks import hold_customers
from segmentation.models import BuyclassOverride, FeatureOverride, MembershipChoice, SegmentMembership, SwitchState
from segmentation.models.among import Among
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_memberships import refresh_memberships
from segmentation.services.set_buyclass_override import describe_buyclass_override
from segmentation.services.set_feature_override import describe_feature_override
from segmentation.services.set_membership_choice import FEW, KEPT_OUT

AT_ONCE = 5_000


@transaction.atomic
def expire_overrides(*, now: datetime) -> int:
    """Take back what was chosen by hand and whose time is over, and publish what holds instead; brings back how many.

    A bounded number at a time: what is left is taken by the next call.
    """
    classes = BuyclassOverride.objects.filter(expires_at__lte=now)
    features = FeatureOverride.objects.filter(expires_at__lte=now)
    choices = MembershipChoice.objects.filter(expires_at__lte=now)
    found = (rows.values_list("customer_key", flat=True)[:AT_ONCE] for rows in (classes, features, choices))
    keys = sorted({key for some in found for key in some})
    if not keys:
        return 0
    hold_customers(keys)
    ended_classes = list(classes.filter(Among("customer_key", keys)))
    ended_features = list(features.filter(Among("customer_key", keys)))
    ended_choices = list(choices.filter(Among("customer_key", keys)).select_related("segment"))
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
    MembershipChoice.objects.filter(pk__in=[choice.pk for choice in ended_choices]).delete()
    refresh_memberships(keys, now=now)
    _audit_choices(ended_choices)
    publish_customers(keys)
    return len(ended_classes) + len(ended_features) + len(ended_choices)


def _audit_choices(ended: list[MembershipChoice]) -> None:
    """One entry a company, and one a segment and reason where many end together."""
    groups: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for choice in ended:
        groups[choice.segment.key, choice.reason, choice.include].append(choice.customer_key)
    for (segment, reason, include), keys in sorted(groups.items()):
        before = SegmentMembership.Source.MANUAL.value if include else KEPT_OUT
        if len(keys) > FEW:
            write_audit(
                action="memberships_ended",
                actor=None,
                segment_key=segment,
                before=f"{before} {len(keys)}",
                after=f"by_rule {len(keys)}",
                reason=reason,
            )
            continue
        rows = SegmentMembership.objects.filter(Among("customer_key", keys), segment__key=segment)
        after = dict(rows.values_list("customer_key", "source"))
        for key in keys:
            write_audit(
                action="membership_ended",
                actor=None,
                segment_key=segment,
                customer_key=key,
                before=before,
                after=after.get(key, "out"),
                reason=reason,
            )
