from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.contracts import Feature
from segmentation.models import FeatureRule, KillSwitch, Segment, SwitchState
from segmentation.registry import features
from segmentation.selectors.resolve_feature import serves_segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is said about a feature for a segment, and what a company in that segment alone sees."""

    segment: Segment
    state: SwitchState
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One feature over all segments."""

    feature: Feature
    killed: bool
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureMatrix:
    """Every declared feature by every segment, the segment that decides first on the left."""

    segments: Sequence[Segment]
    rows: Sequence[Row]


def feature_matrix() -> FeatureMatrix:
    """The matrix as it is set, straight from the tables; three queries whatever its size."""
    segments = list(Segment.objects.order_by("priority"))
    killed = set(KillSwitch.objects.values_list("feature", flat=True))
    rules = {
        (feature, segment): SwitchState.ON if enabled else SwitchState.OFF
        for feature, segment, enabled in FeatureRule.objects.values_list("feature", "segment_id", "enabled")
    }

    def cell(feature: Feature, segment: Segment) -> Cell:
        state = rules.get((feature.key, segment.pk), SwitchState.INHERIT)
        inherited = feature.default or serves_segment(feature, segment.key)
        wanted = inherited if state == SwitchState.INHERIT else state == SwitchState.ON
        return Cell(segment=segment, state=state, enabled=wanted and feature.key not in killed)

    return FeatureMatrix(
        segments=segments,
        rows=[
            Row(
                feature=feature,
                killed=feature.key in killed,
                cells=[cell(feature, segment) for segment in segments],
            )
            for feature in features
        ],
    )
