from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import Segment
from segmentation.services.audit import write_audit
from segmentation.services.reschedule_switch import describe_scheduled_switch, lock_waiting_switch


@transaction.atomic
def cancel_scheduled_switch(switch_id: int, *, actor: AbstractBaseUser | None, reason: str = "") -> None:
    """Drop a switch that still waits; raises SwitchAlreadyMadeError for one whose moment has come."""
    switch = lock_waiting_switch(switch_id)
    segment = Segment.objects.get(pk=switch.segment_id) if switch.segment_id else None
    write_audit(
        action="switch_cancelled",
        actor=actor,
        feature=switch.feature,
        segment_key=segment.key if segment else "",
        before=describe_scheduled_switch(switch),
        after="",
        reason=reason,
    )
    switch.delete()
