"""What happened with a company, the last first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from segmentation.models import AuditEntry, BuyclassChange, MembershipMove
from segmentation.order_facts import OrderFact
from segmentation.selectors.company_segments import SegmentLine

LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something of a day: exactly one of the five is set."""

    day: date
    moment: datetime | None = None
    """None where only the day is known."""
    order: OrderFact | None = None
    change: BuyclassChange | None = None
    joined: SegmentLine | None = None
    move: MembershipMove | None = None
    audit: AuditEntry | None = None


def timeline_of(
    *,
    orders: Sequence[OrderFact],
    changes: Sequence[BuyclassChange],
    segments: Sequence[SegmentLine],
    moves: Sequence[MembershipMove],
    audit: Sequence[AuditEntry],
) -> Sequence[Event]:
    """The latest of all these, at most `LENGTH`; of one day, what was done by hand first and its orders last."""
    events = [Event(day=timezone.localdate(entry.at), moment=entry.at, audit=entry) for entry in audit]
    events += [Event(day=change.as_of, moment=change.at, change=change) for change in _that_say_something(changes)]
    events += [Event(day=timezone.localdate(move.at), moment=move.at, move=move) for move in moves]
    told = {(move.segment_id, move.at) for move in moves if move.joined}
    events += [
        Event(day=timezone.localdate(line.since), moment=line.since, joined=line)
        for line in segments
        if line.since and (line.segment.pk, line.since) not in told
    ]
    events += [Event(day=order.day, order=order) for order in orders]
    return sorted(events, key=lambda event: event.day, reverse=True)[:LENGTH]


def _that_say_something(changes: Sequence[BuyclassChange]) -> Sequence[BuyclassChange]:
    """Without the first working-outs before which a past was filled in: they only repeat what the past ends with."""
    past = {(change.category, change.new) for change in changes if change.afterwards}
    return [row for row in changes if row.old or row.afterwards or (row.category, row.new) not in past]
