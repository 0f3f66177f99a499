"""How far back it is kept on which days items were bought, and how far back rules ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from segmentation import conf
from segmentation.models import Segment
from segmentation.rules.operators import BETWEEN_DAYS
from segmentation.rules.tree import BETWEEN, LAST_DAYS, Condition


def first_day_kept(today: date) -> date:
    """The first day of which it is kept: BOUGHT_DAYS ago, or earlier where the rule of a segment asks about it."""
    rules = Segment.objects.exclude(rule=None).values_list("rule", flat=True)
    asked = (day for rule in rules for day in _asked_in(rule, today=today))
    return min([today - timedelta(days=conf.get("BOUGHT_DAYS")), *asked])


def first_day_asked(condition: Condition, *, today: date) -> date | None:
    """The first of the days that a condition counts one by one; None where it counts none."""
    return next(_asked_in(condition.as_json(), today=today), None)


def _asked_in(rule: Any, *, today: date) -> Iterator[date]:
    """The first day of each time in a rule, as it is stored: of what can no longer be read, days are kept as well."""
    for inner in (*rule.get("all", ()), *rule.get("any", ()), *([rule["not"]] if "not" in rule else ())):
        yield from _asked_in(inner, today=today)
    within = rule.get("within") or {}
    if rule.get("is") == BETWEEN_DAYS:
        within = {BETWEEN: rule["value"]}
    if BETWEEN in within:
        yield date.fromisoformat(within[BETWEEN][0])
    elif LAST_DAYS in within:
        yield today - timedelta(days=within[LAST_DAYS])
