"""Everything that has a say in whether a feature is on for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from segmentation.cache import Published
from segmentation.contracts import DecidedBy, Feature, FeatureAnswer, PermissionTest, Reason
from segmentation.models import PublishedSnapshot
from segmentation.parameter import Parameter, ParameterValue
from segmentation.registry import features
from segmentation.selectors.resolve_feature import Question, everything_said, resolve_feature, value_and_source
from segmentation.selectors.since_when import Moments, moments_of
from segmentation.standing import SWITCHES, Standing, Switches


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSaid:
    """What one step of the precedence says; only the first of them is heard."""

    by: DecidedBy
    enabled: bool
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSaid:
    """What a parameter is, and who said so: `override`, `segment:<key>`, `everybody` or `declared`."""

    parameter: Parameter
    value: ParameterValue
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One answer with all that spoke for and against it."""

    feature: Feature
    answer: FeatureAnswer
    others: Sequence[StepSaid]
    """What else spoke and was not heard, strongest first."""
    parameters: Sequence[ParameterSaid]
    since: datetime | None
    """From when it is so for this reason, as far as anybody can tell; None where it was declared so."""


def explain_feature(
    feature: str,
    *,
    customer_key: str,
    now: datetime,
    has_permission: PermissionTest | None = None,
    category: str = "",
) -> Explanation:
    """The answer as it is published this moment and all that spoke; at most four queries.

    Raises UnknownFeatureError.
    """
    declared = features.get(feature)
    published = published_now(customer_key)
    return explain(declared, published=published, now=now, has_permission=has_permission, category=category)


def explain(
    feature: Feature,
    *,
    published: Published,
    now: datetime,
    has_permission: PermissionTest | None = None,
    category: str = "",
    moments: Moments | None = None,
) -> Explanation:
    """The same from what is passed in, a draft for instance; without queries where the moments are known."""
    switches, standing = published.switches, published.standing
    question = Question(feature, switches, standing, now, has_permission, category)
    steps = [
        StepSaid(by=said.by, enabled=said.enabled, reason=Reason(code=said.code, params=said.params))
        for said in everything_said(question)
    ]
    answer = resolve_feature(
        feature, switches=switches, standing=standing, now=now, has_permission=has_permission, category=category
    )
    said = [(parameter, *value_and_source(parameter, question)) for parameter in feature.parameters]
    return Explanation(
        feature=feature,
        answer=answer,
        others=steps[1:],
        parameters=[
            ParameterSaid(parameter=parameter, value=value, source=source) for parameter, value, source in said
        ],
        since=(moments or moments_of(standing, feature=feature.key)).since(question),
    )


def published_now(customer_key: str) -> Published:
    """What is published this moment, past what this process keeps at hand; one query."""
    rows = PublishedSnapshot.objects.in_bulk([SWITCHES, customer_key])
    switches = Switches.from_payload(rows[SWITCHES].payload) if SWITCHES in rows else Switches()
    if not customer_key or customer_key not in rows:
        return Published(switches, Standing(customer_key=customer_key))
    return Published(switches, Standing.from_payload(rows[customer_key].payload, customer_key=customer_key))
