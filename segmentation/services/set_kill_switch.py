from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import lock_switches
from segmentation.models import KillSwitch
from segmentation.registry import features
from segmentation.services.audit import write_audit
from segmentation.services.publish import publish_switches


@transaction.atomic
def set_kill_switch(*, feature: str, killed: bool, actor: AbstractBaseUser | None, reason: str = "") -> bool:
    """Switch a feature off for everybody, or lift that; brings back whether anything changed."""
    features.get(feature)
    lock_switches()
    before = KillSwitch.objects.filter(feature=feature).exists()
    if before == killed:
        return False
    if killed:
        KillSwitch.objects.create(feature=feature)
    else:
        KillSwitch.objects.filter(feature=feature).delete()
    write_audit(
        action="kill_switch",
        actor=actor,
        feature=feature,
        before="off" if before else "on",
        after="off" if killed else "on",
        reason=reason,
    )
    publish_switches()
    return True
