from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import Segment, SegmentRefresh
from segmentation.services.audit import write_audit

State = SegmentRefresh.State


@transaction.atomic
def request_refresh(
    segment: Segment, *, actor: AbstractBaseUser | None, now: datetime, by_hand: bool = False
) -> SegmentRefresh:
    """Ask for a segment's members to be worked out; an older request that nobody has begun is replaced.

    Whoever calls has `tasks.refresh_segment` done once this has committed. Asked for `by_hand`, and not because
    something was changed, it is kept in the audit.
    """
    current = Segment.objects.select_for_update(no_key=True).get(pk=segment.pk)
    if by_hand:
        write_audit(action="segment_refresh", actor=actor, segment_key=current.key, before="", after="")
    waiting = SegmentRefresh.objects.filter(segment=current, state=State.WAITING)
    waiting.update(state=State.REPLACED, finished_at=now)
    return SegmentRefresh.objects.create(
        segment=current,
        rule_version=current.rule_version,
        requested_by_id=actor.pk if actor else None,
        requested_at=now,
    )


def request_all_refreshes(*, now: datetime) -> list[int]:
    """Ask for every segment with a rule to be worked out; brings back the requests, the deciding segments first."""
    segments = Segment.objects.exclude(rule=None).order_by("priority")
    return [request_refresh(segment, actor=None, now=now).pk for segment in segments]
