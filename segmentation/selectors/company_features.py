"""Every feature as it is for one company, with all that has a say in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from segmentation.cache import Published
from segmentation.contracts import Feature, FeatureAnswer, PermissionTest
from segmentation.registry import features
from segmentation.selectors.explain_feature import Explanation, explain
from segmentation.selectors.last_days import last_day_before
from segmentation.selectors.resolve_feature import resolve_feature
from segmentation.selectors.since_when import Moments
from segmentation.standing import OverrideStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureLine:
    explanation: Explanation
    override: OverrideStanding | None
    """Also one whose time is over."""
    override_holds: bool

    @property
    def feature(self) -> Feature:
        return self.explanation.feature

    @property
    def answer(self) -> FeatureAnswer:
        return self.explanation.answer

    @property
    def set_to(self) -> str:
        """What is set by hand: "on", "off" or "inherit"."""
        if self.override is None or not self.override_holds:
            return "inherit"
        return "on" if self.override.enabled else "off"

    @property
    def last_day(self) -> date | None:
        return last_day_before(self.override.expires_at) if self.override else None


@dataclass(frozen=True, slots=True, kw_only=True)
class InCategories:
    """The features that go by the category, and their answers in each category that the company has a class in."""

    features: Sequence[Feature]
    rows: Sequence[tuple[str, Sequence[FeatureAnswer]]]


def feature_lines(
    published: Published, *, moments: Moments, now: datetime, has_permission: PermissionTest | None = None
) -> Sequence[FeatureLine]:
    """All declared features as the company, or one person of it, has them overall; no query of its own."""
    overrides = published.standing.overrides
    return [
        FeatureLine(
            explanation=explain(feature, published=published, now=now, has_permission=has_permission, moments=moments),
            override=(override := overrides.get(feature.key)),
            override_holds=override is not None and override.holds_at(now),
        )
        for feature in features
    ]


def answers_in_categories(
    published: Published, categories: Sequence[str], *, now: datetime, has_permission: PermissionTest | None = None
) -> InCategories:
    """What the features that go by the category answer in each; no query of its own."""
    switches, standing = published.switches, published.standing
    by_category = [feature for feature in features if feature.per_category and switches.of(feature.key).by_category]
    return InCategories(
        features=by_category,
        rows=[
            (
                category,
                [
                    resolve_feature(
                        feature,
                        switches=switches,
                        standing=standing,
                        now=now,
                        has_permission=has_permission,
                        category=category,
                    )
                    for feature in by_category
                ],
            )
            for category in categories
        ],
    )
