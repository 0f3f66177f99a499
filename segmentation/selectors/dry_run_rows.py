"""Companies with their segments, some thousands at a time, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connections, router
from django.db.models import Exists, OuterRef, Q

from segmentation.contracts import BUILTIN_SEGMENTS, Buyclass
from segmentation.models import CustomerProfile, MembershipChoice, PublishedSnapshot, Segment
from segmentation.rules import condition_of, parse_rule
from segmentation.selectors.answers_of_many import Bools, Numbers
from segmentation.selectors.draft_standing import day_of

BITS = 60
"""Segments in one number of the database."""


@dataclass(frozen=True, slots=True)
class Companies:
    """Some companies: keys, value of twelve months, and by row and segment whether they are in it, before and after."""

    keys: Sequence[str]
    values: Numbers
    before: Bools
    after: Bools

    @property
    def first(self) -> str:
        return self.keys[0]


def companies_in_chunks(
    columns: Mapping[str, int], *, rules: Mapping[str, Any], size: int, now: datetime
) -> Iterator[Companies]:
    """Everybody published, in the order of keys; `rules` are the drafted ones by segment key."""
    segments = {segment.key: segment for segment in Segment.objects.filter(key__in=columns)}
    last = ""
    while found := _chunk(last, columns=columns, segments=segments, size=size):
        keys, values, before = found
        after = before.copy()
        for key, rule in rules.items():
            holders = _holders(segments[key], rule, first=keys[0], last=keys[-1], now=now)
            after[:, columns[key]] = np.isin(np.array(keys, dtype=object).astype(str), holders)
        for members in (before, after):
            _count_as_new(members, columns)
        yield Companies(keys, values, before, after)
        last = keys[-1]


def _chunk(
    after: str, *, columns: Mapping[str, int], segments: Mapping[str, Segment], size: int
) -> tuple[list[str], Numbers, Bools] | None:
    everybody = PublishedSnapshot.objects.exclude(subject="").filter(subject__gt=after).order_by("subject")
    last = list(everybody.values_list("subject", flat=True)[size - 1 : size])
    bound = "AND {0} <= %s" if last else ""
    words = [list(columns)[start : start + BITS] for start in range(0, len(columns), BITS)]
    sums = ", ".join(
        f"CAST(SUM(CASE segment_id {_cases(word, segments)} ELSE 0 END) AS bigint) AS w{at}"
        for at, word in enumerate(words)
    )
    shown = ", ".join(f"coalesce(held.w{at}, 0)" for at in range(len(words)))
    sql = (
        f"SELECT company.subject, coalesce(profile.value_year, 0), {shown}"  # noqa: S608 - numbers of ours alone
        " FROM segmentation_publishedsnapshot AS company"
        " LEFT JOIN segmentation_customerprofile AS profile ON profile.customer_key = company.subject"
        f" AND profile.customer_key > %s {bound.format('profile.customer_key')}"
        f" LEFT JOIN (SELECT customer_key, {sums} FROM segmentation_segmentmembership"
        f" WHERE customer_key > %s {bound.format('customer_key')} GROUP BY customer_key) AS held"
        " ON held.customer_key = company.subject"
        f" WHERE company.subject > %s {bound.format('company.subject')} ORDER BY company.subject"
    )
    with connections[router.db_for_read(PublishedSnapshot)].cursor() as cursor:
        cursor.execute(sql, [after, *last] * 3)
        rows = cursor.fetchall()
    if not rows:
        return None
    keys, values, *held = zip(*rows, strict=True)
    members = np.zeros((len(keys), len(columns)), dtype=bool)
    for at, word in enumerate(words):
        numbers = np.array(held[at], dtype=np.int64)
        for bit, key in enumerate(word):
            members[:, columns[key]] = (numbers >> bit) & 1
    return list(keys), np.array(values, dtype=np.int64), members


def _cases(word: Sequence[str], segments: Mapping[str, Segment]) -> str:
    known = [(segments[key].pk, 1 << bit) for bit, key in enumerate(word) if key in segments]
    return " ".join(f"WHEN {pk} THEN {number}" for pk, number in known) or "WHEN 0 THEN 0"


def _holders(segment: Segment, rule: Any, *, first: str, last: str, now: datetime) -> list[str]:
    """Who would be in the segment, between two keys; put in or kept out by hand before what the rule says."""
    choices = MembershipChoice.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), segment=segment)
    chosen = choices.filter(customer_key__gte=first, customer_key__lte=last)
    found = list(chosen.filter(include=True).values_list("customer_key", flat=True))
    if rule is not None:
        holds = condition_of(parse_rule(rule), today=day_of(now), segment_id=segment.pk)
        profiles = CustomerProfile.objects.filter(holds, pk__gte=first, pk__lte=last)
        by_hand = Exists(choices.filter(customer_key=OuterRef("pk")))
        found += profiles.filter(~by_hand).values_list("pk", flat=True)
    return found


def _count_as_new(members: Bools, columns: Mapping[str, int]) -> None:
    """Whoever has no buying type counts as new."""
    classed = members[:, [columns[key] for key in BUILTIN_SEGMENTS]].any(axis=1)
    members[~classed, columns[Buyclass.NEW.value]] = True
