from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.contracts import Feature
from segmentation.models import Segment, SwitchState
from segmentation.registry import features
from segmentation.selectors.resolve_feature import serves_segment
from segmentation.selectors.switches import read_switches
from segmentation.standing import EVERYBODY, NOTHING_SAID, SwitchRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is said about a feature for a segment, and what a company in that segment alone sees."""

    segment: Segment
    rule: SwitchRule
    enabled: bool

    @property
    def state(self) -> SwitchState:
        return SwitchState(self.rule.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One feature over all segments."""

    feature: Feature
    killed: bool
    by_category: bool
    everybody: SwitchRule
    """What holds where no segment decides."""
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureMatrix:
    """Every declared feature by every segment, the segment that decides first on the left."""

    segments: Sequence[Segment]
    rows: Sequence[Row]


def feature_matrix() -> FeatureMatrix:
    """The matrix as it is set, straight from the tables; four queries whatever its size."""
    segments = list(Segment.objects.order_by("priority"))
    switches = read_switches()

    def cell(feature: Feature, segment: Segment) -> Cell:
        own = switches.of(feature.key)
        rule = own.rules.get(segment.key, NOTHING_SAID)
        inherited = inherited_state(feature, segment.key, everybody=own.rules.get(EVERYBODY, NOTHING_SAID))
        wanted = inherited if rule.state == SwitchState.INHERIT else rule.state == SwitchState.ON
        return Cell(segment=segment, rule=rule, enabled=wanted and not own.killed)

    return FeatureMatrix(
        segments=segments,
        rows=[
            Row(
                feature=feature,
                killed=switches.of(feature.key).killed,
                by_category=switches.of(feature.key).by_category,
                everybody=switches.of(feature.key).rules.get(EVERYBODY, NOTHING_SAID),
                cells=[cell(feature, segment) for segment in segments],
            )
            for feature in features
        ],
    )


def inherited_state(feature: Feature, segment: str, *, everybody: SwitchRule) -> bool:
    """Whether a feature is on for a segment of which nothing is said."""
    if everybody.state != SwitchState.INHERIT:
        return everybody.state == SwitchState.ON
    return feature.default or serves_segment(feature, segment)
