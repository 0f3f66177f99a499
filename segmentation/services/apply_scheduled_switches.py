from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from segmentation.models import ScheduledSwitch, SwitchState
from segmentation.registry import UnknownFeatureError
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch

logger = logging.getLogger(__name__)


@transaction.atomic
def apply_scheduled_switches(*, now: datetime) -> int:
    """Make every switch whose moment has come, once and in the order of their moments; brings back how many."""
    due = ScheduledSwitch.objects.filter(applied_at=None, apply_at__lte=now).order_by("apply_at", "pk")
    switches = list(due.select_for_update(of=("self",)).select_related("segment", "author"))
    for switch in switches:
        try:
            _apply(switch)
        except UnknownFeatureError as error:
            logger.error("A scheduled switch has no effect: %s", error)
    ScheduledSwitch.objects.filter(pk__in=[switch.pk for switch in switches]).update(applied_at=now)
    return len(switches)


def _apply(switch: ScheduledSwitch) -> None:
    if switch.segment is None:
        set_kill_switch(
            feature=switch.feature,
            killed=switch.state == SwitchState.OFF,
            actor=switch.author,
            reason=switch.reason,
        )
    else:
        set_feature_rule(
            feature=switch.feature,
            segment=switch.segment.key,
            state=switch.state,
            actor=switch.author,
            reason=switch.reason,
        )
