"""Whether a feature is on: the one place that knows the precedence. Pure; time and standing are passed in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from segmentation.contracts import HELD_OUT, MIXED, Buyclass, DecidedBy, Feature, FeatureAnswer, PermissionTest, Reason
from segmentation.parameter import Parameter, ParameterValue
from segmentation.parameters import read_parameter
from segmentation.shares import holdout_salt, is_in_share, rollout_salt
from segmentation.standing import EVERYBODY, INHERIT, OFF, FeatureSwitches, Standing, Switches, SwitchRule

NOT_YET = "not_yet"
_BUYCLASS_SEGMENTS = frozenset(buyclass.value for buyclass in Buyclass) | {MIXED}


@dataclass(frozen=True, slots=True)
class Said:
    """What one step of the precedence says."""

    by: DecidedBy
    enabled: bool
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A feature asked for somebody; `has_permission` is None where nobody in particular asks."""

    feature: Feature
    switches: Switches
    standing: Standing
    now: datetime
    has_permission: PermissionTest | None = None
    category: str = ""

    @property
    def own(self) -> FeatureSwitches:
        return self.switches.of(self.feature.key)

    @property
    def place(self) -> str:
        """The category, where the feature goes by it."""
        return self.category if self.feature.per_category and self.own.by_category else ""

    @property
    def segments(self) -> frozenset[str]:
        return segments_for(self.standing, category=self.place)


def resolve_feature(
    feature: Feature,
    *,
    switches: Switches,
    standing: Standing,
    now: datetime,
    has_permission: PermissionTest | None = None,
    category: str = "",
) -> FeatureAnswer:
    """The answer of the first step that decides, strongest first, with its reason and the parameters.

    Without `has_permission` nobody in particular asks, and that step is left out.
    """
    question = Question(feature, switches, standing, now, has_permission, category)
    said = next(everything_said(question))
    by_category = question.place in standing.categories and said.by in (DecidedBy.SEGMENT, DecidedBy.DEFAULT)
    return FeatureAnswer(
        feature=feature.key,
        enabled=said.enabled,
        decided_by=said.by,
        reason=Reason(code=said.code, params=said.params | ({"category": question.place} if by_category else {})),
        category=question.place,
        parameters={parameter.key: value_and_source(parameter, question)[0] for parameter in feature.parameters},
        version=switches.version,
    )


def everything_said(question: Question) -> Iterator[Said]:
    """What every step says that has something to say, strongest first: the first decides, the last always speaks.

    A company whose turn in a segment's roll-out has not come goes without, unless another of its segments gives it.
    """
    feature, own = question.feature, question.own
    if own.killed:
        yield Said(DecidedBy.KILL_SWITCH, False, "killed")
    override = question.standing.overrides.get(feature.key)
    if override is not None and override.holds_at(question.now):
        until = override.expires_at.isoformat() if override.expires_at else ""
        code = "override_on" if override.enabled else "override_off"
        yield Said(DecidedBy.COMPANY_OVERRIDE, override.enabled, code, {"why": override.reason, "until": until})
    if feature.permission and question.has_permission is not None and not question.has_permission(feature.permission):
        yield Said(DecidedBy.USER_PERMISSION, False, "permission_missing", {"permission": feature.permission})
    waiting: dict[str, Said] = {}
    for by, rule, named in _rules_for(question):
        if by == DecidedBy.DEFAULT and waiting:
            break
        said = _by_rule(rule, question, by=by, named=named)
        if said.code == NOT_YET:
            waiting[named.get("segment", EVERYBODY)] = said
        else:
            yield said
    declared = _as_declared(question, waiting=waiting)
    yield from waiting.values() if waiting and not declared.enabled else [declared]


def _rules_for(question: Question) -> Iterator[tuple[DecidedBy, SwitchRule, dict[str, Any]]]:
    """The rules that say on or off to this company, the strongest first, that of everybody last."""
    own, segments = question.own, question.segments
    for segment in question.switches.segments if own.rules else ():
        if segment in segments and (rule := own.rules.get(segment)) and rule.state != INHERIT:
            yield DecidedBy.SEGMENT, rule, _named(segment, question.switches)
    if (rule := own.rules.get(EVERYBODY)) and rule.state != INHERIT:
        yield DecidedBy.DEFAULT, rule, {}


def value_and_source(parameter: Parameter, question: Question) -> tuple[ParameterValue, str]:
    """The value of a parameter by the strongest who says one, and who that is.

    The company's override, its segments by priority but for those that say off, what is set for everybody, what is
    declared. The source is "override", "segment:<key>", "everybody" or "declared".
    """
    own, key = question.own, parameter.key
    override = question.standing.overrides.get(question.feature.key)
    holds = override is not None and override.holds_at(question.now)
    sources = [(override.parameters, "override")] if override is not None and holds else []
    sources += [
        (rule.parameters, f"segment:{segment}")
        for segment in (question.switches.segments if own.rules else ())
        if segment in question.segments and (rule := own.rules.get(segment)) and rule.state != OFF
    ]
    if rule := own.rules.get(EVERYBODY):
        sources.append((rule.parameters, "everybody"))
    for said, source in sources:
        if key in said and (value := read_parameter(parameter, said[key])) is not None:
            return value, source
    return parameter.default, "declared"


def segments_for(standing: Standing, *, category: str = "") -> frozenset[str]:
    """The customer's segments; in a category with a class of its own, that class stands for buyclass and mixed."""
    buyclass = standing.categories.get(category)
    return standing.segments if buyclass is None else (standing.segments - _BUYCLASS_SEGMENTS) | {buyclass}


def serves_segment(feature: Feature, segment: str) -> bool:
    """Whether the feature was declared for this segment; mixed buyers buy in every way."""
    return segment in feature.serves or (segment == MIXED and bool(feature.serves))


def _by_rule(rule: SwitchRule, question: Question, *, by: DecidedBy, named: dict[str, Any]) -> Said:
    """Off, not yet, held out, or on; the code tells whether a segment's rule says so or everybody's.

    Where not all whom the rule is about have it, what is on says so.
    """
    feature, standing = question.feature.key, question.standing
    where = "segment" if by == DecidedBy.SEGMENT else "everybody"
    if rule.state == OFF:
        return Said(by, False, f"{where}_off", named)
    if standing.made_up:
        has_turn, is_held_out = rule.share > 0, rule.held_out >= (1 if standing.held_out else 100)
    else:
        has_turn = is_in_share(rollout_salt(feature), standing.customer_key, rule.share)
        is_held_out = is_in_share(holdout_salt(feature), standing.customer_key, rule.held_out)
    if not has_turn:
        return Said(by, False, NOT_YET, named | {"share": rule.share})
    if is_held_out:
        return Said(by, False, HELD_OUT, named | {"share": rule.held_out})
    among = {name: said for name, said in (("share", rule.share), ("held_out", rule.held_out)) if said not in (0, 100)}
    return Said(by, True, f"{where}_on", named | among)


def _as_declared(question: Question, *, waiting: Collection[str] = ()) -> Said:
    feature, switches = question.feature, question.switches
    if feature.default and not waiting:
        return Said(DecidedBy.DEFAULT, True, "default_on")
    for segment in switches.segments:
        if segment in question.segments and segment not in waiting and serves_segment(feature, segment):
            return Said(DecidedBy.DEFAULT, True, "serves", _named(segment, switches))
    return Said(DecidedBy.DEFAULT, False, "serves_others" if feature.serves else "default_off")


def _named(segment: str, switches: Switches) -> dict[str, Any]:
    return {"segment": segment, "name": switches.names.get(segment, "")}
