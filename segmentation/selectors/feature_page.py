"""Everything an admin is shown about one feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from segmentation.contracts import CustomerLabel, Feature
from segmentation.models import AuditEntry, FeatureOverride, Segment
from segmentation.selectors.audit import with_segment_name
from segmentation.selectors.coming_changes import ComingChange, coming_changes
from segmentation.selectors.customer_labels import label_customers
from segmentation.selectors.feature_matrix import inherited_state
from segmentation.selectors.feature_reach import Decided, Reach, reach_of_feature
from segmentation.selectors.switches import read_switches
from segmentation.standing import EVERYBODY, INHERIT, NOTHING_SAID, ON, FeatureSwitches, SwitchRule
from segmentation.words.segment_names import segment_name

BY_HAND = 50
HISTORY = 30
FEW = 8
"""Rules that are shown without folding away those that say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """What is said of the feature for a segment, or for everybody."""

    segment_key: str
    name: str
    """Of the segment; empty for everybody."""
    members: int
    rule: SwitchRule
    enabled: bool
    """Whether it is on for whom this line decides, its turn and hold-out apart."""
    decided: Decided | None
    """What became of those for whom this rule decides; None where it decides for nobody, or was not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeaturePage:
    feature: Feature
    own: FeatureSwitches
    lines: Sequence[RuleLine]
    """The segments, the one that decides first in front, and everybody at the end."""
    reach: Reach | None
    """None where counting takes too long."""
    by_hand: Sequence[tuple[CustomerLabel, FeatureOverride, bool]]
    """The latest overrides, at most BY_HAND, each with whether it still holds."""
    by_hand_count: int
    coming: Sequence[ComingChange]
    history: Sequence[AuditEntry]

    @property
    def spoken(self) -> Sequence[RuleLine]:
        """Those where something is said, and everybody; all where there are few."""
        return [line for line in self.lines if not self._is_folded(line)]

    @property
    def silent(self) -> Sequence[RuleLine]:
        return [line for line in self.lines if self._is_folded(line)]

    def _is_folded(self, line: RuleLine) -> bool:
        return len(self.lines) > FEW and line.rule == NOTHING_SAID and line.segment_key != EVERYBODY

    def line(self, segment_key: str) -> RuleLine | None:
        return next((line for line in self.lines if line.segment_key == segment_key), None)


def read_feature_page(feature: Feature, *, now: datetime) -> FeaturePage:
    """The feature as it stands in the tables, with its reach; at most eleven queries, one of them the host's."""
    segments = list(Segment.objects.annotate(members=Count("memberships")).order_by("priority"))
    own = read_switches().of(feature.key)
    reach = reach_of_feature(feature, own=own, segments=segments, now=now)
    by_hand = FeatureOverride.objects.filter(feature=feature.key).select_related("author")
    latest = list(by_hand.order_by("-created_at", "customer_key")[:BY_HAND])
    labels = label_customers(override.customer_key for override in latest)
    history = AuditEntry.objects.filter(feature=feature.key).order_by("-at", "-pk")
    everybody = own.rules.get(EVERYBODY, NOTHING_SAID)
    lines = [
        _line(
            own,
            segment.key,
            name=segment_name(segment.key, segment.name),
            members=segment.members,
            inherited=inherited_state(feature, segment.key, everybody=everybody),
            reach=reach,
        )
        for segment in segments
    ]
    lines.append(_line(own, EVERYBODY, name="", members=0, inherited=feature.default, reach=reach))
    return FeaturePage(
        feature=feature,
        own=own,
        lines=lines,
        reach=reach,
        by_hand=[(labels[one.customer_key], one, one.expires_at is None or now < one.expires_at) for one in latest],
        by_hand_count=len(latest) if len(latest) < BY_HAND else by_hand.count(),
        coming=coming_changes(feature=feature.key),
        history=list(with_segment_name(history)[:HISTORY]),
    )


def _line(own: FeatureSwitches, key: str, *, name: str, members: int, inherited: bool, reach: Reach | None) -> RuleLine:
    rule = own.rules.get(key, NOTHING_SAID)
    return RuleLine(
        segment_key=key,
        name=name,
        members=members,
        rule=rule,
        enabled=inherited if rule.state == INHERIT else rule.state == ON,
        decided=reach.by_rule.get(key) if reach else None,
    )
