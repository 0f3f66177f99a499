"""What sets the members of a segment apart from everybody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from segmentation.dimension import Kind
from segmentation.models import Segment
from segmentation.registry import dimensions
from segmentation.selectors.compared_values import Compared, compare_items, compare_values
from segmentation.selectors.rule_names import names_for
from segmentation.selectors.segment_sides import Side, sides_of
from segmentation.selectors.segments_using import asked_of
from segmentation.words.names import NO_NAMES, Names

FEWEST = 10
"""Nothing is said of a side with fewer companies."""
FEW = 40
"""With fewer, only large differences can be told from chance."""
MOST, MOST_ALIKE, MOST_ITEMS = 10, 2, 3
SLIGHT = 0.2
"""A standardised difference below this is hardly one (Cohen)."""
UNLIKELY, BEYOND_DOUBT = 0.01, 0.05
"""What chance would do more often is left out; what it would do less often than the second in any of all the
comparisons together is sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which members differ, with how sure that is."""

    compared: Compared
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentProfile:
    members: Side
    others: Side
    differences: Sequence[Difference]
    """The largest first."""
    by_rule: Sequence[Difference]
    """Those in what the segment's own rule asks about, and in what goes with that."""
    names: Names = NO_NAMES

    @property
    def too_few(self) -> bool:
        return min(self.members.companies, self.others.companies) < FEWEST

    @property
    def few(self) -> bool:
        return min(self.members.companies, self.others.companies) < FEW

    @property
    def is_sample(self) -> bool:
        return self.members.is_sample or self.others.is_sample


def profile_segment(segment: Segment, *, today: date) -> SegmentProfile:
    """The largest differences between members and everybody else, of at most some thousand companies a side.

    A fixed number of queries, however many companies there are.
    """
    members, others = sides_of(segment)
    if min(members.companies, others.companies) < FEWEST:
        return SegmentProfile(members=members, others=others, differences=(), by_rule=())
    values, ordered = compare_values(members, others, today=today, fewest=FEWEST)
    items = compare_items(members, others, of=ordered, fewest=FEWEST)
    compared = [*values, *items]
    told = sorted(
        (one for one in compared if abs(one.contrast.size) >= SLIGHT and one.contrast.chance < UNLIKELY),
        # Of two choices that say the same, what members have comes first, not what they lack.
        key=lambda one: (-round(abs(one.contrast.size), 6), one.contrast.size < 0),
    )
    by_rule = related(asked_of(segment))
    shown = [
        [
            Difference(compared=one, is_sure=one.contrast.chance * len(compared) < BEYOND_DOUBT)
            for one in _picked(one for one in told if (one.dimension.key in by_rule) == of_rule)
        ]
        for of_rule in (False, True)
    ]
    both = [one.compared for part in shown for one in part if one.compared.value]
    return SegmentProfile(
        members=members,
        others=others,
        differences=shown[0],
        by_rule=shown[1],
        names=names_for(
            values=((one.dimension, one.value) for one in both if one.dimension.kind is Kind.TEXT),
            items=((one.dimension.subject, one.value) for one in both if one.is_item),
        ),
    )


def related(keys: Collection[str]) -> frozenset[str]:
    """These dimensions and those that follow from them, that they follow from, or that are of their kin."""
    of_rule = frozenset(keys)
    asked = [dimensions.get(key) for key in of_rule]
    kin = {one.kin for one in asked} - {""}
    inputs = {name for one in asked if one.derivation for name in one.derivation.inputs}
    return frozenset(
        one.key
        for one in dimensions
        if one.key in of_rule
        or one.key in inputs
        or one.kin in kin
        or (one.derivation is not None and not of_rule.isdisjoint(one.derivation.inputs))
    )


def _picked(told: Iterable[Compared]) -> Sequence[Compared]:
    """The largest: one of a dimension, since what one choice gains the others lose, and few of a kin. Of items some
    that members buy more."""
    seen: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    picked = []
    for one in told:
        if one.is_item:
            room = one.contrast.size > 0 and seen[one.dimension.key] < MOST_ITEMS
        else:
            kin = one.dimension.kin
            room = alike.total() < MOST and not seen[one.dimension.key] and (not kin or alike[kin] < MOST_ALIKE)
            alike.update([kin] if room else [])
        if room:
            seen[one.dimension.key] += 1
            picked.append(one)
    return picked
