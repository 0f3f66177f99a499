"""What sets the members of a segment apart from everybody else."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Case, Count, Exists, F, FloatField, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Cast

from segmentation import conf
from segmentation.dimension import Dimension, Kind
from segmentation.models import CustomerProfile, Segment, SegmentMembership
from segmentation.models.attribute_columns import column_path
from segmentation.registry import dimensions
from segmentation.selectors.segments_using import asked_of

FEWEST = 10
"""Nothing is said of a dimension that is known of fewer members, or of fewer others."""
MOST = 8
AT_ONCE = 120
"""Figures asked of the database in one query."""
SLIGHT = 0.2
"""A standardised difference below this is hardly one (Cohen)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which members differ: averages, or shares in percent of those of whom it is known."""

    dimension: Dimension
    choice: str
    inside: float
    outside: float
    unknown_inside: int
    unknown_outside: int
    size: float
    """In standard deviations, positive where members have more."""

    @property
    def is_share(self) -> bool:
        return bool(self.choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentProfile:
    members: int
    others: int
    differences: Sequence[Difference]

    @property
    def too_few(self) -> bool:
        return min(self.members, self.others) < FEWEST


def profile_segment(segment: Segment) -> SegmentProfile:
    """The largest differences between members and everybody else, in a few passes over the companies.

    What the segment's own rule asks about is left out: that members differ in it goes without saying.
    """
    own = asked_of(segment)
    figures: dict[str, Any] = {}
    asked: list[tuple[Dimension, str]] = []
    for dimension in dimensions:
        path = dimension.column or (column_path(dimension.key) if dimension.is_attribute else None)
        if path is None or dimension.key in own or dimension.kind in {Kind.DATE, Kind.TEXT}:
            continue
        figures |= _figures(dimension, path, number=len(asked))
        asked.append((dimension, path))
    names = list(figures)
    sides: dict[int, dict[str, Any]] = {0: {"n": 0}, 1: {"n": 0}}
    for start in range(0, max(len(names), 1), AT_ONCE):
        part = {name: figures[name] for name in names[start : start + AT_ONCE]}
        for row in _by_side(segment).annotate(n=Count("pk"), **part):
            sides[row["side"]].update(row)
    members, others = sides[1]["n"], sides[0]["n"]
    if min(members, others) < FEWEST:
        return SegmentProfile(members=members, others=others, differences=())
    found = [
        difference
        for number, (dimension, _path) in enumerate(asked)
        for difference in _differences(dimension, number, inside=sides[1], outside=sides[0])
        if abs(difference.size) >= SLIGHT
    ]
    found.sort(key=lambda one: -abs(one.size))
    return SegmentProfile(members=members, others=others, differences=_spread(found)[:MOST])


def _by_side(segment: Segment) -> Any:
    member = Exists(SegmentMembership.objects.filter(segment=segment, customer_key=OuterRef("pk")))
    side = Case(When(member, then=Value(1)), default=Value(0), output_field=IntegerField())
    return CustomerProfile.objects.order_by().annotate(side=side).values("side")


def _figures(dimension: Dimension, path: str, *, number: int) -> Mapping[str, Any]:
    known = Q(**{f"{path}__isnull": False})
    if dimension.kind in {Kind.NUMBER, Kind.MONEY}:
        # The spread from the squares: SQLite's own function for it fails where nothing is known.
        value = Cast(F(path), FloatField())
        return {f"k{number}": Count(path), f"a{number}": Avg(value), f"s{number}": Avg(value * value)}
    if dimension.kind is Kind.YES_NO:
        return {f"k{number}": Count(path), f"c{number}_yes": Count("pk", filter=Q(**{path: True}))}
    tests = {
        key: Q(**{path: key}) if dimension.kind is Kind.CHOICE else Q(**{f"{path}__contains": f"|{key}|"})
        for key in dimension.choices
    }
    filled = known & ~Q(**{path: ""})
    counts = {f"c{number}_{at}": Count("pk", filter=test) for at, test in enumerate(tests.values())}
    return {f"k{number}": Count("pk", filter=filled), **counts}


def _differences(
    dimension: Dimension, number: int, *, inside: Mapping[str, Any], outside: Mapping[str, Any]
) -> Sequence[Difference]:
    known_inside, known_outside = inside[f"k{number}"], outside[f"k{number}"]
    if min(known_inside, known_outside) < FEWEST:
        return ()
    facts: dict[str, Any] = {
        "dimension": dimension,
        "unknown_inside": inside["n"] - known_inside,
        "unknown_outside": outside["n"] - known_outside,
    }
    if dimension.kind in {Kind.NUMBER, Kind.MONEY}:
        scale = 10 ** conf.get("MINOR_DIGITS") if dimension.kind is Kind.MONEY else 1
        a, b = (side[f"a{number}"] / scale for side in (inside, outside))
        squares = [max(side[f"s{number}"] - side[f"a{number}"] ** 2, 0.0) for side in (inside, outside)]
        spread = math.sqrt(sum(squares) / 2) / scale
        return [Difference(**facts, choice="", inside=a, outside=b, size=(a - b) / spread)] if spread else ()
    keys = {"yes": "yes"} if dimension.kind is Kind.YES_NO else dict(enumerate(dimension.choices))
    found = []
    for at, key in keys.items():
        a, b = inside[f"c{number}_{at}"] / known_inside, outside[f"c{number}_{at}"] / known_outside
        spread = math.sqrt((a * (1 - a) + b * (1 - b)) / 2)
        if spread or a != b:
            size = (a - b) / spread if spread else math.copysign(10, a - b)
            found.append(Difference(**facts, choice=key, inside=100 * a, outside=100 * b, size=size))
    return found


def _spread(found: Sequence[Difference]) -> Sequence[Difference]:
    """The largest of each dimension: what one choice gains, the others lose."""
    first: dict[str, Difference] = {}
    for one in found:
        first.setdefault(one.dimension.key, one)
    return list(first.values())
