from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from segmentation.contracts import FeatureAnswer
from segmentation.host import open_directory, yearly_spend
from segmentation.models import Segment
from segmentation.models.profile_facts import YearlyValue, value_of
from segmentation.selectors.feature_set import FeatureSet
from segmentation.selectors.profiles import Profile, profile_of, segments_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything that decides what one company sees."""

    customer_key: str
    name: str
    profile: Profile | None
    value: YearlyValue | None
    knows_wallet: bool
    """Whether the host's directory tells what customers spend in all, if perhaps not of this one."""
    segments: Sequence[Segment]
    category_names: Mapping[str, str]
    answers: Mapping[str, FeatureAnswer]


def explain_customer(customer_key: str, *, now: datetime) -> Explanation:
    """A company's class, rhythm, value, segments and features, each with why."""
    directory = open_directory()
    label = directory.labels([customer_key]).get(customer_key)
    profile = profile_of(customer_key, now=now)
    categories = [row.category for row in profile.categories] if profile else []
    computed = profile.computed if profile else None
    spend = yearly_spend([customer_key])
    return Explanation(
        customer_key=customer_key,
        name=label.name if label else customer_key,
        profile=profile,
        value=value_of(computed, today=timezone.localdate(now), spend=(spend or {}).get(customer_key))
        if computed
        else None,
        knows_wallet=spend is not None,
        segments=segments_of(customer_key),
        category_names=directory.category_labels(categories),
        answers=FeatureSet(customer_key, now=now).all(),
    )
