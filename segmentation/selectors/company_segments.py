"""A company's segments: whether it is in each, how, and what each rule asks of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, FilteredRelation, Q, QuerySet

from segmentation.models import CustomerProfile, Segment, SegmentMembership
from segmentation.rules import All, Condition, Node, Path, RuleError, parse_rule, walk
from segmentation.rules.condition import leaf_of
from segmentation.selectors.last_days import last_day_before
from segmentation.selectors.rule_names import rule_names
from segmentation.selectors.why_member import ConditionAnswer, why_member
from segmentation.words.names import Names
from segmentation.words.rules import rule_lines

CONDITIONS_AT_ONCE = 400
"""In one query: databases bound how many columns a row may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePart:
    """A line of a segment's rule, with the company's answer where the line is a condition."""

    depth: int
    text: str
    answer: ConditionAnswer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """That an admin put the company in, or keeps it out."""

    include: bool
    reason: str
    author: str
    expires_at: datetime | None

    @property
    def last_day(self) -> date | None:
        return last_day_before(self.expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentLine:
    """A segment, and how and since when the company is in it; an empty source where it is not."""

    segment: Segment
    source: str
    since: datetime | None
    by_hand: ByHand | None
    rule: Sequence[RulePart]
    """Nothing for one that is filled by hand alone, or whose rule cannot be read any more."""
    unreadable: bool

    @property
    def how(self) -> str:
        return str(SegmentMembership.Source(self.source).label)


def segment_lines(customer_key: str, *, today: date, now: datetime) -> Sequence[SegmentLine]:
    """Every segment by priority; how many there are changes the number of queries only by hundreds of conditions."""
    segments = list(_with_own(customer_key))
    rules: dict[int, Node] = {}
    unreadable = set()
    for segment in segments:
        if segment.rule is not None:
            try:
                rules[segment.pk] = parse_rule(segment.rule)
            except RuleError:
                unreadable.add(segment.pk)
    names = rule_names(rules.values())
    answers = _answers(rules, customer_key, today=today, names=names)
    return [
        SegmentLine(
            segment=segment,
            source=segment.source or "",
            since=segment.since,
            by_hand=_by_hand(segment, now=now),
            rule=[
                RulePart(depth=line.depth, text=line.text, answer=answers.get((segment.pk, line.path)))
                for line in rule_lines(rules[segment.pk], names=names)
            ]
            if segment.pk in rules
            else [],
            unreadable=segment.pk in unreadable,
        )
        for segment in segments
    ]


def _with_own(customer_key: str) -> QuerySet[Any]:
    member = FilteredRelation("memberships", condition=Q(memberships__customer_key=customer_key))
    choice = FilteredRelation("choices", condition=Q(choices__customer_key=customer_key))
    author = f"choice__author__{get_user_model().USERNAME_FIELD}"
    return Segment.objects.annotate(own=member, choice=choice).annotate(
        source=F("own__source"),
        since=F("own__since"),
        choice_include=F("choice__include"),
        choice_reason=F("choice__reason"),
        choice_author=F(author),
        choice_expires=F("choice__expires_at"),
    )


def _by_hand(segment: Any, *, now: datetime) -> ByHand | None:
    include, expires_at = segment.choice_include, segment.choice_expires
    if include is None or (expires_at is not None and expires_at <= now):
        return None
    return ByHand(
        include=include,
        reason=segment.choice_reason,
        author=segment.choice_author or "",
        expires_at=expires_at,
    )


def _answers(
    rules: Mapping[int, Node], customer_key: str, *, today: date, names: Names
) -> Mapping[tuple[int, Path], ConditionAnswer]:
    """By segment and place in its rule: every condition of every rule is asked at once."""
    places = [
        (pk, path, node) for pk, rule in rules.items() for path, node in walk(rule) if isinstance(node, Condition)
    ]
    found: dict[tuple[int, Path], ConditionAnswer] = {}
    for start in range(0, len(places), CONDITIONS_AT_ONCE):
        some = places[start : start + CONDITIONS_AT_ONCE]
        rule = All(tuple(node for _pk, _path, node in some))
        answers = why_member(rule, customer_key, today=today, segment_id=None, names=names)
        found.update({(pk, path): answer for (pk, path, _node), answer in zip(some, answers, strict=False)})
    staying = [(pk, path, node) for pk, path, node in places if node.leave is not None and (pk, path) in found]
    return {**found, **_staying(staying, found, customer_key, today=today)}


def _staying(
    places: Sequence[tuple[int, Path, Condition]],
    found: Mapping[tuple[int, Path], ConditionAnswer],
    customer_key: str,
    *,
    today: date,
) -> Mapping[tuple[int, Path], ConditionAnswer]:
    """The answers to conditions that let who is in stay in for longer, which depends on the segment."""
    held: dict[str, Any] = {}
    for start in range(0, len(places), CONDITIONS_AT_ONCE):
        asked: dict[str, Any] = {
            f"held_{start + at}": leaf_of(node, today=today, segment_id=pk, customer_key=customer_key)
            for at, (pk, _path, node) in enumerate(places[start : start + CONDITIONS_AT_ONCE])
        }
        profiles: QuerySet[Any, Any] = CustomerProfile.objects.filter(pk=customer_key)
        held.update(profiles.values(**asked).first() or {})
    return {
        (pk, path): ConditionAnswer(
            path=path,
            text=found[pk, path].text,
            held=bool(held.get(f"held_{at}")),
            value=found[pk, path].value,
        )
        for at, (pk, path, _node) in enumerate(places)
    }
