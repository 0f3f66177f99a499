from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import lock_switches
from segmentation.models import FeatureSetting
from segmentation.registry import features
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_switches


def set_kill_switch(*, feature: str, killed: bool, actor: AbstractBaseUser | None, reason: str = "") -> bool:
    """Switch a feature off for everybody, or lift that; brings back whether anything changed."""
    said = {False: "on", True: "off"}
    return _set(feature, "killed", killed, default=False, action="kill_switch", said=said, actor=actor, reason=reason)


def set_by_category(*, feature: str, allowed: bool, actor: AbstractBaseUser | None, reason: str = "") -> bool:
    """Let a feature go by how a company buys in a category, or by the company as a whole; whether anything changed."""
    said = {True: "on", False: "off"}
    return _set(
        feature, "by_category", allowed, default=True, action="by_category", said=said, actor=actor, reason=reason
    )


@transaction.atomic
def _set(
    feature: str,
    field: str,
    wanted: bool,
    *,
    default: bool,
    action: str,
    said: dict[bool, str],
    actor: AbstractBaseUser | None,
    reason: str,
) -> bool:
    features.get(feature)
    lock_switches()
    row = FeatureSetting.objects.filter(feature=feature).first()
    before = getattr(row, field) if row else default
    if before == wanted:
        return False
    FeatureSetting.objects.update_or_create(feature=feature, defaults={field: wanted})
    FeatureSetting.objects.filter(feature=feature, killed=False, by_category=True).delete()
    write_audit(action=action, actor=actor, feature=feature, before=said[before], after=said[wanted], reason=reason)
    publish_switches(actor=actor)
    return True
