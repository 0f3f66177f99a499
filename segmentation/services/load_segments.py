from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from segmentation.models import Segment, SegmentRefresh
from segmentation.rules import RuleError
from segmentation.services.save_segment import BuiltinRuleError, save_segment
from segmentation.services.set_membership_choice import set_membership_choice

PRIORITY_STEP = 10


class SegmentsError(ValueError):
    """Something is wrong with the given segments; the text says where, and nothing changed."""


@transaction.atomic
def load_segments(data: Any, *, now: datetime) -> list[SegmentRefresh]:
    """Add or change segments, and put companies in or out by hand, as a JSON file says.

    Brings back what is to be worked out for it; whoever calls has that done once this has committed. Raises
    SegmentsError.
    """
    try:
        refreshes = [refresh for one in data["segments"] if (refresh := _save(one)) is not None]
        for choice in data.get("choices", ()):
            _choose(choice, now=now)
    except (AttributeError, KeyError, TypeError) as error:
        raise SegmentsError(_("The file does not hold segments as described: %(why)s.") % {"why": error}) from error
    return refreshes


def _save(given: Mapping[str, Any]) -> SegmentRefresh | None:
    """One segment; a new one comes after all others."""
    segment = Segment.objects.filter(key=given["key"]).first()
    if segment is None:
        last = Segment.objects.aggregate(last=Max("priority"))["last"] or 0
        segment = Segment(key=given["key"], priority=last + PRIORITY_STEP)
    segment.name = given["name"]
    segment.description = given.get("description", "")
    segment.rule = given.get("rule")
    try:
        return save_segment(segment, actor=None)
    except RuleError as error:
        places = [f"{_place(problem.path)}{problem.message}" for problem in error.problems]
        raise SegmentsError(f"{given['key']}: {' '.join(places)}") from error
    except BuiltinRuleError as error:
        raise SegmentsError(_("The built-in segment %(key)s needs a rule.") % {"key": error}) from error


def _choose(given: Mapping[str, Any], *, now: datetime) -> None:
    days = given.get("days")
    try:
        set_membership_choice(
            segment_key=given["segment"],
            customer_keys=given["customers"],
            include=given["include"],
            reason=given["reason"],
            expires_at=None if days is None else now + timedelta(days=days),
            actor=None,
        )
    except Segment.DoesNotExist as error:
        raise SegmentsError(_("There is no segment “%(key)s”.") % {"key": given["segment"]}) from error
    except ValueError as error:
        raise SegmentsError(f"{given['segment']}: {error}") from error


def _place(path: tuple[str | int, ...]) -> str:
    return f"{' > '.join(str(part) for part in path)}: " if path else ""
