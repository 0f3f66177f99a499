from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import Draft, SwitchState
from segmentation.registry import features
from segmentation.selectors.draft_targets import Kind, Target, rule_from, values_now
from segmentation.services.put_change import put_change
from segmentation.services.schedule_draft import schedule_draft
from segmentation.services.start_draft import start_draft


@transaction.atomic
def plan_switch(
    *,
    feature: str,
    segment: str | None,
    state: SwitchState | str,
    publish_at: datetime,
    actor: AbstractBaseUser | None,
    now: datetime,
    ends_at: datetime | None = None,
    reason: str = "",
) -> Draft:
    """Plan a single switch: a draft with one change and its moment, whatever stands then.

    Without a segment, off is off for everybody and anything else lifts that. Raises what the services of drafts raise.
    """
    draft = start_draft(title=str(features.get(feature).label)[:120], actor=actor, now=now, reason=reason)
    if segment is None:
        put_change(
            draft.pk,
            kind=Kind.KILL_SWITCH,
            feature=feature,
            after={"killed": SwitchState(state) == SwitchState.OFF},
            actor=actor,
            now=now,
            also_if_it_stands=True,
        )
    else:
        target = Target(kind=Kind.RULE, feature=feature, segment=segment)
        said = replace(rule_from(values_now([target])[target] or {}), state=SwitchState(state).value)
        put_change(
            draft.pk,
            kind=Kind.RULE,
            feature=feature,
            segment=segment,
            after=said.as_payload(),
            actor=actor,
            now=now,
            also_if_it_stands=True,
        )
    return schedule_draft(draft.pk, publish_at=publish_at, ends_at=ends_at, actor=actor, now=now, whatever_stands=True)
