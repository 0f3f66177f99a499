from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from django.db import DEFAULT_DB_ALIAS, connections

from segmentation.models import Segment
from segmentation.rules import RuleError
from segmentation.rules.compiled import PROFILES, compiled_rule
from segmentation.rules.tables import from_companies

AT_ONCE = 500
"""Answers in one statement: databases bound how many columns a row may have."""


def segments_that_hold(
    segments: Sequence[Segment], customer_keys: Collection[str], *, today: date
) -> dict[str, set[int]]:
    """By company, the segments whose rule holds of it on this day: one query for few companies and many rules.

    The very conditions that a refresh of everybody asks. Segments without a rule hold of nobody; a company without a
    profile is in none. Raises RuleError where a rule cannot be read any more (`unreadable_segments`).
    """
    holding: dict[str, set[int]] = {key: set() for key in customer_keys}
    asked = [segment for segment in segments if segment.rule is not None]
    if not holding or not asked:
        return holding
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        for key, answers in _answers(some, list(holding), today=today):
            holding[key].update(segment.pk for segment, holds in zip(some, answers, strict=True) if holds)
    return holding


def unreadable_segments(segments: Iterable[Segment], *, today: date) -> dict[int, RuleError]:
    """By segment, what is wrong with those rules that cannot be read any more, as when a dimension was taken away."""
    wrong: dict[int, RuleError] = {}
    for segment in segments:
        if segment.rule is not None:
            try:
                compiled_rule(segment, today=today, using=DEFAULT_DB_ALIAS)
            except RuleError as error:
                wrong[segment.pk] = error
    return wrong


def _answers(
    segments: Sequence[Segment], customer_keys: Sequence[str], *, today: date
) -> Iterator[tuple[str, Sequence[bool]]]:
    connection = connections[DEFAULT_DB_ALIAS]
    rules = [compiled_rule(segment, today=today, using=DEFAULT_DB_ALIAS) for segment in segments]
    tables, params = from_companies(rules, using=DEFAULT_DB_ALIAS, customer_keys=customer_keys)
    wanted = ", ".join([f"{PROFILES}.customer_key", *(rule.sql for rule in rules)])
    params = [*(param for rule in rules for param in rule.params), *params]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted} {tables}", params or None)
        for found, *answers in cursor.fetchall():
            yield found, answers
