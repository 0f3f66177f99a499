from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import ScheduledSwitch, Segment, SwitchState
from segmentation.registry import features
from segmentation.services.audit import write_audit
from segmentation.services.reschedule_switch import describe_scheduled_switch


@transaction.atomic
def schedule_switch(
    *,
    feature: str,
    segment: str | None,
    state: SwitchState | str,
    apply_at: datetime,
    actor: AbstractBaseUser | None,
    reason: str = "",
) -> ScheduledSwitch:
    """Plan a change of a switch; without a segment, off is off for everybody and anything else lifts that."""
    features.get(feature)
    switch = ScheduledSwitch.objects.create(
        feature=feature,
        segment=Segment.objects.get(key=segment) if segment else None,
        state=SwitchState(state),
        apply_at=apply_at,
        reason=reason,
        author_id=actor.pk if actor else None,
    )
    write_audit(
        action="switch_scheduled",
        actor=actor,
        feature=feature,
        segment_key=segment or "",
        before="",
        after=describe_scheduled_switch(switch),
        reason=reason,
    )
    return switch
