from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from segmentation import conf
from segmentation.locks import hold_customers, rule_readers, wait_for_rule_readers
from segmentation.models import Segment, SegmentRefresh
from segmentation.rules import RuleError
from segmentation.services.count_members import count_members
from segmentation.services.move_members import move_members
from segmentation.services.prune_refreshes import prune_refreshes
from segmentation.services.wanted_members import find_changes

AT_ONCE = 5_000
"""Companies moved in one transaction."""
MOST_LOOKS = 5
"""Whoever moves while a refresh is at work is found by looking again; who moves ever on is moved by itself anyway."""

State = SegmentRefresh.State


def refresh_segment(refresh_id: int, *, today: date, now: datetime) -> bool:
    """Work out a segment's members among all companies, a bounded number a transaction.

    Brings back whether this call did it: a request that is over, replaced, or in the hands of a living worker is left
    alone, so delivering it twice does no harm. What a worker that died had moved stays moved, and the next one goes on
    with the rest. Where the rule cannot be read any more, the members stay and the refresh says why.
    """
    if not _claim(refresh_id, now=now):
        return False
    try:
        _work(refresh_id, today=today, now=now)
    except RuleError as error:
        _close(refresh_id, state=State.FAILED, error=str(error))
    except Exception:
        # What it was is in the log, through whoever called; an admin cannot mend it.
        _close(refresh_id, state=State.FAILED)
        raise
    return True


def open_refreshes(*, now: datetime, beside: int | None = None) -> list[int]:
    """The requests that somebody has to take: those nobody has begun, and those whose worker is not heard of.

    Of all segments, or `beside` another request of the same one.
    """
    waiting = SegmentRefresh.objects.filter(state=State.WAITING)
    silent = SegmentRefresh.objects.filter(state=State.RUNNING, touched_at__lte=_stale_before(now))
    found = waiting | silent
    if beside is not None:
        found = found.filter(segment__refreshes=beside)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _stale_before(now: datetime) -> datetime:
    return now - timedelta(seconds=conf.get("RUN_STALE_AFTER"))


@transaction.atomic
def _claim(refresh_id: int, *, now: datetime) -> bool:
    """Take a refresh in hand, one at a time of a segment."""
    found = SegmentRefresh.objects.filter(pk=refresh_id).values_list("segment_id", flat=True).first()
    if found is None or not Segment.objects.select_for_update(no_key=True).filter(pk=found):
        return False
    refresh = SegmentRefresh.objects.select_for_update().get(pk=refresh_id)
    others = SegmentRefresh.objects.filter(segment=found, state=State.RUNNING).exclude(pk=refresh_id)
    if refresh.state == State.RUNNING:
        if refresh.touched_at and refresh.touched_at > _stale_before(now):
            return False
    elif refresh.state != State.WAITING or others.filter(touched_at__gt=_stale_before(now)).exists():
        return False
    others.update(state=State.REPLACED, finished_at=now)
    refresh.state = State.RUNNING
    refresh.started_at = refresh.started_at or now
    refresh.touched_at = timezone.now()
    refresh.save()
    return True


def _work(refresh_id: int, *, today: date, now: datetime) -> None:
    refresh = SegmentRefresh.objects.select_related("segment").get(pk=refresh_id)
    earlier = rule_readers()
    if not _move_all(refresh, today=today, now=now):
        return
    if earlier:
        # They may have read the rule as it was; what they put down is seen once they are through.
        wait_for_rule_readers(earlier)
        if not _move_all(refresh, today=today, now=now):
            return
    _finish(refresh, today=today, now=now)


def _move_all(refresh: SegmentRefresh, *, today: date, now: datetime) -> bool:
    """Move whoever has to, until a look finds nobody; False where the refresh is not to go on."""
    for _ in range(MOST_LOOKS):
        keys = find_changes(refresh.segment, today=today, now=now).keys
        if not keys:
            break
        _note(refresh.pk, changes=F("done") + len(keys))
        for start in range(0, len(keys), AT_ONCE):
            if not _move(refresh, keys[start : start + AT_ONCE], today=today, now=now):
                return False
    return True


@transaction.atomic
def _move(refresh: SegmentRefresh, keys: list[str], *, today: date, now: datetime) -> bool:
    """Move some; False where the refresh was replaced, or the rule is no longer the one it began with."""
    current = SegmentRefresh.objects.select_for_update(of=("self",)).select_related("segment").get(pk=refresh.pk)
    if current.state != State.RUNNING:
        return False
    if current.segment.rule_version != refresh.segment.rule_version:
        _note(refresh.pk, state=State.REPLACED, finished_at=now)
        return False
    hold_customers(keys)
    moved = move_members(current.segment, keys, today=today, now=now)
    _note(refresh.pk, done=F("done") + len(keys), joined=F("joined") + moved.joined, left=F("left") + moved.left)
    return True


@transaction.atomic
def _finish(refresh: SegmentRefresh, *, today: date, now: datetime) -> None:
    if not _close(refresh.pk, state=State.FINISHED):
        return
    Segment.objects.filter(pk=refresh.segment_id, rule_version=refresh.segment.rule_version).update(computed_at=now)
    count_members(day=today, segment_ids=[refresh.segment_id])
    prune_refreshes(refresh.segment_id)


def _close(refresh_id: int, *, state: str, error: str = "") -> bool:
    running = SegmentRefresh.objects.filter(pk=refresh_id, state=State.RUNNING)
    return bool(running.update(state=state, error=error, finished_at=timezone.now(), touched_at=timezone.now()))


def _note(refresh_id: int, **changes: Any) -> None:
    SegmentRefresh.objects.filter(pk=refresh_id).update(touched_at=timezone.now(), **changes)
