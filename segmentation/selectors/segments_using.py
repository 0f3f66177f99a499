from __future__ import annotations

from collections.abc import Collection

from segmentation.models import Segment
from segmentation.rules import Condition, RuleError, parse_rule, walk


def segments_using(dimension_keys: Collection[str]) -> list[Segment]:
    """The segments whose rule asks about one of these dimensions, the deciding one first.

    A rule that cannot be read is left out: a refresh would not read it either.
    """
    wanted = frozenset(dimension_keys)
    return [
        segment for segment in Segment.objects.exclude(rule=None).order_by("priority") if wanted & asked_of(segment)
    ]


def asked_of(segment: Segment) -> frozenset[str]:
    """The dimensions that its rule asks about; none where it cannot be read."""
    try:
        rule = parse_rule(segment.rule)
    except RuleError:
        return frozenset()
    return frozenset(node.dimension for _, node in walk(rule) if isinstance(node, Condition))
