"""What a page asked about features, and what else it could have asked, each with all that spoke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from segmentation.contracts import Feature
from segmentation.registry import features
from segmentation.selectors.explain_feature import Explanation, explain
from segmentation.selectors.feature_set import FeatureSet
from segmentation.selectors.since_when import Moments, moments_of


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPage:
    """`asked` in the order the page asked, `others` in that of declaration."""

    customer_key: str
    segments: Sequence[tuple[str, str]]
    """Key and stored name, the one that decides first in front."""
    names: dict[str, str]
    version: int
    asked: Sequence[Explanation]
    others: Sequence[Explanation]


def explain_page(own: FeatureSet) -> WhyPage:
    """Every declared feature for whoever these features belong to; at most three queries for any number of them."""
    published, moments = own.published, moments_of(own.published.standing)
    switches = published.switches
    seen = [place for place in own.asked if place[0] in features]
    asked_keys = {key for key, _category in seen}
    return WhyPage(
        customer_key=published.standing.customer_key,
        segments=[(key, switches.names.get(key, "")) for key in switches.segments if key in own.segments],
        names=dict(switches.names),
        version=switches.version,
        asked=[_explain(own, features.get(key), category, moments) for key, category in seen],
        others=[_explain(own, feature, "", moments) for feature in features if feature.key not in asked_keys],
    )


def _explain(own: FeatureSet, feature: Feature, category: str, moments: Moments) -> Explanation:
    explanation = explain(
        feature,
        published=own.published,
        now=own.now,
        has_permission=own.has_permission,
        category=category,
        moments=moments,
    )
    answer = own.asked.get((feature.key, category))
    return replace(explanation, answer=replace(answer, category=category)) if answer else explanation
