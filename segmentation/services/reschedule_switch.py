from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import ScheduledSwitch, Segment, SwitchState
from segmentation.registry import features
from segmentation.services.audit import write_audit


class SwitchAlreadyMadeError(Exception):
    """The moment of a scheduled switch has come, so there is nothing left to plan."""


@transaction.atomic
def reschedule_switch(
    switch_id: int,
    *,
    feature: str,
    segment: str | None,
    state: SwitchState | str,
    apply_at: datetime,
    actor: AbstractBaseUser | None,
    reason: str = "",
) -> bool:
    """Change a switch that still waits; brings back whether anything changed. Whoever changes it answers for it."""
    features.get(feature)
    switch = lock_waiting_switch(switch_id)
    group = Segment.objects.get(key=segment) if segment else None
    wanted = (feature, group.pk if group else None, str(SwitchState(state)), apply_at, reason)
    if wanted == (switch.feature, switch.segment_id, switch.state, switch.apply_at, switch.reason):
        return False
    before = describe_scheduled_switch(switch)
    switch.feature, switch.segment, switch.state = feature, group, SwitchState(state)
    switch.apply_at, switch.reason = apply_at, reason
    switch.author_id = actor.pk if actor else None
    switch.save()
    write_audit(
        action="switch_rescheduled",
        actor=actor,
        feature=feature,
        segment_key=segment or "",
        before=before,
        after=describe_scheduled_switch(switch),
        reason=reason,
    )
    return True


def lock_waiting_switch(switch_id: int) -> ScheduledSwitch:
    """The switch, held until the transaction ends; raises SwitchAlreadyMadeError for one whose moment has come."""
    switch = ScheduledSwitch.objects.select_for_update().filter(pk=switch_id, applied_at=None).first()
    if switch is None:
        raise SwitchAlreadyMadeError
    return switch


def describe_scheduled_switch(switch: ScheduledSwitch) -> str:
    """The plan as the audit keeps it."""
    return f"{switch.state} at {switch.apply_at.isoformat()}"
