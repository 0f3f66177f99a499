from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import BooleanField, Field, IntegerField, JSONField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from segmentation.locks import hold_customers
from segmentation.models import Segment, SegmentMembership
from segmentation.models.among import Among
from segmentation.rules import RuleError
from segmentation.selectors.rule_answers import segments_that_hold, unreadable_segments
from segmentation.services.announce_memberships import ask_listeners
from segmentation.services.publish_segments import publish_segments
from segmentation.services.wanted_members import AUTOMATIC, MANUAL, holding_choices
from segmentation.services.write_memberships import Row, change_memberships
from segmentation.services.write_moves import Move

AT_ONCE = 5_000
"""Customers held in one transaction."""


def refresh_memberships(customer_keys: Collection[str], *, now: datetime) -> None:
    """Put these customers into the segments they belong to, by rule or by hand, and take them out of the others.

    The caller holds the customers' locks, and publishes them. `membership_changed` is sent once the transaction has
    committed. For a few customers it takes three queries on PostgreSQL, however many segments there are and
    whoever is told.
    """
    keys = sorted(set(customer_keys))
    if not keys:
        return
    stored = _stored(keys, now=now)
    holding = _holding(stored, keys, today=shop_day_of(now))
    add: list[Row] = []
    drop: list[int] = []
    turn: dict[int, str] = {}
    moves: list[Move] = []
    joined: dict[str, set[str]] = defaultdict(set)
    left: dict[str, set[str]] = defaultdict(set)
    names = {segment.pk: segment.key for segment in stored.segments}
    for key in keys:
        wanted = dict.fromkeys(holding[key], AUTOMATIC.value)
        chosen = stored.choices.get(key, {})
        for segment, include in chosen.items():
            wanted.pop(segment, None)
            if include:
                wanted[segment] = MANUAL.value
        held = stored.members.get(key, {})
        for segment, (pk, source) in held.items():
            if segment not in wanted:
                drop.append(pk)
                by_hand = segment in chosen or source == MANUAL
                moves.append(Move(segment, key, False, by_hand))
                left[key].add(names[segment])
            elif wanted[segment] != source:
                turn[pk] = wanted[segment]
        for segment in sorted(wanted.keys() - held.keys()):
            add.append((segment, key, wanted[segment]))
            moves.append(Move(segment, key, True, wanted[segment] == MANUAL))
            joined[key].add(names[segment])
    along = ask_listeners(
        joined={key: frozenset(segments) for key, segments in joined.items()},
        left={key: frozenset(segments) for key, segments in left.items()},
    )
    change_memberships(add=add, drop=drop, turn=turn, moves=moves, along=along, now=now)


def refresh_memberships_of_many(customer_keys: Collection[str], *, now: datetime) -> None:
    """Put any number of customers into their segments and publish that, in bounded transactions of its own."""
    keys = sorted(set(customer_keys))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        with transaction.atomic():
            hold_customers(some)
            refresh_memberships(some, now=now)
            publish_segments(some)


def shop_day_of(moment: datetime) -> date:
    """The day it is then, where the shop is."""
    return timezone.localdate(moment, timezone.get_default_timezone())


@dataclass(slots=True)
class _Stored:
    segments: list[Segment] = field(default_factory=list)
    members: dict[str, dict[int, tuple[int, str]]] = field(default_factory=lambda: defaultdict(dict))
    """Customer -> segment -> the row's key and its source."""
    choices: dict[str, dict[int, bool]] = field(default_factory=lambda: defaultdict(dict))


def _stored(keys: Sequence[str], *, now: datetime) -> _Stored:
    """All segments, and these customers' memberships and choices, in one query."""
    segments = _rows(Segment.objects.order_by(), sort=0, rule="rule", text="key")
    members = _rows(
        SegmentMembership.objects.filter(Among("customer_key", keys)), sort=1, segment="segment_id",
        customer="customer_key", text="source",
    )  # fmt: skip
    choices = _rows(
        holding_choices(now=now).filter(Among("customer_key", keys)), sort=2, segment="segment_id",
        customer="customer_key", flag="include",
    )  # fmt: skip
    stored = _Stored()
    for sort, pk, segment, customer, text, flag, rule in segments.union(members, choices, all=True):
        if sort == 0:
            stored.segments.append(Segment(pk=pk, key=text, rule=rule))
        elif sort == 1:
            stored.members[customer][segment] = (pk, text)
        else:
            stored.choices[customer][segment] = bool(flag)
    return stored


def _rows(rows: QuerySet, *, sort: int, **columns: str) -> QuerySet:
    """Rows of one sort in the columns that all sorts share."""
    shared = {name: Cast(columns[name] if name in columns else Value(None), kind()) for name, kind in _COLUMNS.items()}
    annotated = rows.annotate(sort=Value(sort), **{f"any_{name}": column for name, column in shared.items()})
    found: QuerySet = annotated.values_list("sort", "pk", *(f"any_{name}" for name in shared))
    return found


_COLUMNS: Mapping[str, type[Field]] = {
    "segment": IntegerField,
    "customer": TextField,
    "text": TextField,
    "flag": BooleanField,
    "rule": JSONField,
}


def _holding(stored: _Stored, keys: Sequence[str], *, today: date) -> Mapping[str, set[int]]:
    """Customer -> the segments whose rule says so; a rule that cannot be read leaves whom it let in."""
    try:
        return segments_that_hold(stored.segments, keys, today=today)
    except RuleError:
        broken = unreadable_segments(stored.segments, today=today)
    readable = [segment for segment in stored.segments if segment.pk not in broken]
    holding = segments_that_hold(readable, keys, today=today)
    for key, held in stored.members.items():
        holding[key] |= {segment for segment, (_, source) in held.items() if segment in broken and source == AUTOMATIC}
    return holding
