"""Whether the storefront can answer, and whether all behind it goes on. Whatever is down, this answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import Error as DatabaseTrouble
from django.db.models import Min, Q

from segmentation import cache
from segmentation.models import Draft, Heartbeat, OutboxEntry, Run
from segmentation.selectors.broker import broker_answers, has_broker
from segmentation.selectors.runs import is_at_work, last_started_full_run
from segmentation.selectors.shared_cache import cache_answers, has_cache
from segmentation.vital_signs import Check, Health, State

LATE_AFTER = timedelta(minutes=2)
"""So long may the background be silent, an order wait, or a draft be late."""
RUN_LATE_AFTER = timedelta(hours=36)


def read_health(*, now: datetime) -> Health:
    """How everything stands this moment; at most six queries where the database answers."""
    version, switches = _switches()
    others = [_from_database(key, read, now) for key, read in _READS.items()]
    return Health(checks=[switches, _cache(), _broker(), *others], version=version)


def _switches() -> tuple[int | None, Check]:
    """Read past what is at hand, so that it tells of the database as it is now."""
    try:
        version = cache.read_switches_anew().version
    except DatabaseTrouble:
        return None, Check(key="switches", state=State.DOWN, code="nothing_held")
    trouble = cache.trouble_since()
    if trouble is not None:
        return version, Check(key="switches", state=State.TROUBLE, code="answers_as_of", seconds=trouble)
    return version, Check(key="switches", state=State.GOOD, code="fresh")


def _cache() -> Check:
    """Features never ask it, so it is never more than trouble."""
    if not has_cache():
        return Check(key="cache", state=State.UNUSED, code="no_cache")
    if cache_answers():
        return Check(key="cache", state=State.GOOD, code="cache_answers")
    return Check(key="cache", state=State.TROUBLE, code="cache_lost")


def _broker() -> Check:
    if not has_broker():
        return Check(key="broker", state=State.UNUSED, code="no_broker")
    if broker_answers():
        return Check(key="broker", state=State.GOOD, code="reached")
    return Check(key="broker", state=State.TROUBLE, code="not_reached")


def _background(now: datetime) -> Check:
    if not has_broker():
        return Check(key="background", state=State.UNUSED, code="runs_at_once")
    at = Heartbeat.objects.values_list("at", flat=True).first()
    if at is None:
        return Check(key="background", state=State.TROUBLE, code="never_heard")
    late = now - at > LATE_AFTER
    return Check(key="background", state=State.TROUBLE if late else State.GOOD, code="heard", at=at)


def _outbox(now: datetime) -> Check:
    oldest = OutboxEntry.objects.aggregate(oldest=Min("marked_at"))["oldest"]
    if oldest is None:
        return Check(key="outbox", state=State.GOOD, code="nobody_waits")
    late = now - oldest > LATE_AFTER
    return Check(key="outbox", state=State.TROUBLE if late else State.GOOD, code="waits", at=oldest)


def _drafts(now: datetime) -> Check:
    due = now - LATE_AFTER
    waiting = Q(state=Draft.State.SCHEDULED, publish_at__lt=due)
    late = Draft.objects.filter(waiting | Q(state__in=Draft.LIVE, ends_at__lt=due)).count()
    if not late:
        return Check(key="drafts", state=State.GOOD, code="none_late")
    return Check(key="drafts", state=State.TROUBLE, code="late", count=late)


def _runs(now: datetime) -> Check:
    run = last_started_full_run()
    if run is None:
        return Check(key="runs", state=State.UNUSED, code="never_ran")
    if run.state == Run.State.RUNNING:
        moves = is_at_work(run, now=now)
        return Check(
            key="runs",
            state=State.GOOD if moves else State.TROUBLE,
            code="running" if moves else "stands",
            at=run.started_at,
        )
    if not run.is_over:
        return Check(key="runs", state=State.TROUBLE, code="failed", at=run.started_at)
    late = now - run.started_at > RUN_LATE_AFTER
    return Check(key="runs", state=State.TROUBLE if late else State.GOOD, code="finished", at=run.started_at)


def _from_database(key: str, read: Callable[[datetime], Check], now: datetime) -> Check:
    try:
        return read(now)
    except DatabaseTrouble:
        return Check(key=key, state=State.UNKNOWN, code="unknown")


_READS: dict[str, Callable[[datetime], Check]] = {
    "background": _background,
    "outbox": _outbox,
    "drafts": _drafts,
    "runs": _runs,
}
