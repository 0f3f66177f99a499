"""Everything that has a say in whether a feature is on for somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from segmentation.cache import Published
from segmentation.contracts import DecidedBy, Feature, FeatureAnswer, PermissionTest, Reason
from segmentation.models import FeatureOverride, FeatureRule, PublishedSnapshot, SegmentMembership
from segmentation.parameter import Parameter, ParameterValue
from segmentation.registry import features
from segmentation.selectors.resolve_feature import Question, everything_said, resolve_feature, value_and_source
from segmentation.selectors.switches import last_changes
from segmentation.standing import EVERYBODY, SWITCHES, Standing, Switches


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
    """From when it is as it is, as far as the tables know; None where it was declared so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """When the rules of all features were changed, and when a company came into its segments and overrides."""

    rules: Mapping[tuple[str, str], datetime | None]
    """By feature and segment key, EVERYBODY for what holds where none decides."""
    segments: Mapping[str, datetime]
    overrides: Mapping[str, datetime]

    def since(self, answer: FeatureAnswer) -> datetime | None:
        """From when the answer is as it is."""
        if answer.decided_by == DecidedBy.COMPANY_OVERRIDE:
            return self.overrides.get(answer.feature)
        segment = answer.reason.params.get("segment", EVERYBODY)
        moments = [self.rules.get((answer.feature, segment)), self.segments.get(segment)]
        return max((moment for moment in moments if moment), default=None)


def moments_of(customer_key: str, *, segments: Mapping[str, datetime] | None = None) -> Moments:
    """Whatever features are asked about; three queries, one less where it is known since when it is in its segments."""
    rules = FeatureRule.objects.values_list("feature", "segment__key", "changed_at")
    if segments is None:
        members = SegmentMembership.objects.filter(customer_key=customer_key)
        segments = dict(members.values_list("segment__key", "since"))
    overrides = FeatureOverride.objects.filter(customer_key=customer_key)
    return Moments(
        rules={(feature, segment or EVERYBODY): at for feature, segment, at in rules},
        segments=segments,
        overrides=dict(overrides.values_list("feature", "created_at")),
    )


def explain_feature(
    feature: str,
    *,
    customer_key: str,
    now: datetime,
    has_permission: PermissionTest | None = None,
    category: str = "",
) -> Explanation:
    """The answer as it is published this moment and all that spoke; four queries. Raises UnknownFeatureError."""
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
        since=moments.since(answer) if moments else _since(answer, standing.customer_key),
    )


def published_now(customer_key: str) -> Published:
    """What is published this moment, past what this process keeps at hand; one query."""
    rows = PublishedSnapshot.objects.in_bulk([SWITCHES, customer_key])
    switches = Switches.from_payload(rows[SWITCHES].payload) if SWITCHES in rows else Switches()
    if not customer_key or customer_key not in rows:
        return Published(switches, Standing(customer_key=customer_key))
    return Published(switches, Standing.from_payload(rows[customer_key].payload, customer_key=customer_key))


def _since(answer: FeatureAnswer, customer_key: str) -> datetime | None:
    """The later of when the rule was changed and when the company came under it."""
    if answer.decided_by == DecidedBy.COMPANY_OVERRIDE:
        overrides = FeatureOverride.objects.filter(feature=answer.feature, customer_key=customer_key)
        return overrides.values_list("created_at", flat=True).first()
    segment = answer.reason.params.get("segment", EVERYBODY)
    moments = [last_changes(answer.feature).get(segment)]
    if segment != EVERYBODY:
        members = SegmentMembership.objects.filter(segment__key=segment, customer_key=customer_key)
        moments += members.values_list("since", flat=True)[:1]
    return max((moment for moment in moments if moment), default=None)
