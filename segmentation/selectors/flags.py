"""Features as OpenFeature's flags.

`quick_order` is on or off, `quick_order.lines` is one of its parameters, and `quick_order.*` is all of them, as an
object: the remote protocol does not say which type is asked for, so that they need a key of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from segmentation.contracts import DecidedBy, FeatureAnswer
from segmentation.parameter import Parameter, ParameterValue
from segmentation.registry import UnknownFeatureError, features
from segmentation.selectors.feature_set import FeatureSet

SEPARATOR = "."
ALL = "*"
"""In the place of a parameter: all of them. No parameter is called so."""

DISABLED, TARGETING_MATCH, SPLIT, DEFAULT, STATIC = "DISABLED", "TARGETING_MATCH", "SPLIT", "DEFAULT", "STATIC"
"""OpenFeature's reasons. STATIC is said of nothing that is published: clients keep such an answer for everybody."""

PlainValue = bool | int | float | str
FlagValue = PlainValue | dict[str, PlainValue]


class UnknownFlagError(LookupError):
    """A flag that is neither a feature nor a parameter of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """What a flag is for somebody.

    variant   `on`, `off` or `held_out`; of a parameter who said it, as `value_and_source` names them
    metadata  feature, enabled, decided_by, code (of the sentence that says why), version; where there is one, segment
              and category
    """

    key: str
    value: FlagValue
    reason: str
    variant: str
    metadata: Mapping[str, bool | int | str] = field(default_factory=dict)


def evaluate_flag(key: str, asked: FeatureSet, *, category: str = "") -> Flag:
    """One flag; no query where the snapshot is at hand. Raises UnknownFlagError."""
    feature, _separator, parameter = key.partition(SEPARATOR)
    declared = _declared(feature)
    if key == feature:
        return _feature_flag(key, asked, category)
    if parameter == ALL and declared:
        return evaluate_parameters(feature, asked, category=category)
    if parameter not in {one.key for one in declared}:
        raise UnknownFlagError(key)
    return _parameter_flag(feature, parameter, asked, category)


def evaluate_parameters(feature: str, asked: FeatureSet, *, category: str = "") -> Flag:
    """All parameters of a feature by key, said of it as whether it is on. Raises UnknownFlagError."""
    _declared(feature)
    values = asked.answer(feature, category).parameters
    return replace(
        _feature_flag(feature, asked, category),
        key=f"{feature}{SEPARATOR}{ALL}",
        value={key: plain_value(value) for key, value in values.items()},
    )


def evaluate_flags(asked: FeatureSet, *, category: str = "") -> Iterator[Flag]:
    """Every feature, each followed by all its parameters and by each of them."""
    for feature in features:
        yield _feature_flag(feature.key, asked, category)
        if feature.parameters:
            yield evaluate_parameters(feature.key, asked, category=category)
        for parameter in feature.parameters:
            yield _parameter_flag(feature.key, parameter.key, asked, category)


def plain_value(value: ParameterValue) -> PlainValue:
    """A parameter's value as other programs take it."""
    return float(value) if isinstance(value, Decimal) else value


def _declared(feature: str) -> tuple[Parameter, ...]:
    try:
        return features.get(feature).parameters
    except UnknownFeatureError:
        raise UnknownFlagError(feature) from None


def _feature_flag(key: str, asked: FeatureSet, category: str) -> Flag:
    answer = asked.answer(key, category)
    reason = SPLIT if asked.is_split(answer) else _reason_of(answer)
    return Flag(key=key, value=answer.enabled, reason=reason, variant=answer.variant, metadata=_facts_of(answer))


def _parameter_flag(feature: str, parameter: str, asked: FeatureSet, category: str) -> Flag:
    answer = asked.answer(feature, category)
    source = asked.source(feature, parameter, category)
    return Flag(
        key=f"{feature}{SEPARATOR}{parameter}",
        value=plain_value(answer.parameters[parameter]),
        reason=DEFAULT if source in {"everybody", "declared"} else TARGETING_MATCH,
        variant=source,
        metadata=_facts_of(answer),
    )


def _reason_of(answer: FeatureAnswer) -> str:
    if answer.reason.code == "forced":
        return STATIC
    if answer.decided_by == DecidedBy.KILL_SWITCH:
        return DISABLED
    if answer.decided_by == DecidedBy.DEFAULT and answer.reason.code != "serves":
        return DEFAULT
    return TARGETING_MATCH


def _facts_of(answer: FeatureAnswer) -> dict[str, bool | int | str]:
    facts: dict[str, bool | int | str] = {
        "feature": answer.feature,
        "enabled": answer.enabled,
        "decided_by": answer.decided_by.value,
        "code": answer.reason.code,
        "version": answer.version,
    }
    if segment := answer.reason.params.get("segment"):
        facts["segment"] = segment
    if category := answer.reason.params.get("category"):
        facts["category"] = category
    return facts
