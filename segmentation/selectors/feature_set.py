from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from django.conf import settings

from segmentation import conf
from segmentation.cache import Published, read_published
from segmentation.contracts import DecidedBy, Feature, FeatureAnswer, PermissionTest, Reason
from segmentation.parameter import ParameterValue
from segmentation.parameters import clean_parameters
from segmentation.registry import features
from segmentation.selectors.resolve_feature import Question, resolve_feature, value_and_source
from segmentation.standing import EVERYBODY, NOTHING_SAID, ON
from segmentation.words.because import because_line, because_sentence

logger = logging.getLogger(__name__)

Forced = bool | Mapping[str, ParameterValue]
"""On, off, or on with these values."""

_forced: dict[str, Forced] = {}


class FeatureSet:
    """Which features are on for one customer. Reads nothing before it is asked, then one snapshot for its life.

    `published` takes the place of what is published: a draft, or the standing of somebody else.
    """

    def __init__(
        self,
        customer_key: str | Callable[[], str],
        *,
        now: datetime,
        has_permission: PermissionTest | None = None,
        published: Callable[[], Published] | None = None,
    ) -> None:
        self._customer_key = customer_key
        self.now = now
        self.has_permission = has_permission
        self._read = published
        self.asked: dict[tuple[str, str], FeatureAnswer] = {}
        """What was asked so far, by feature and category, and the answer."""

    @cached_property
    def customer_key(self) -> str:
        return self._customer_key() if callable(self._customer_key) else self._customer_key

    @cached_property
    def published(self) -> Published:
        """What is published, and for whom; read when first asked."""
        return self._read() if self._read else read_published(self.customer_key, now=self.now)

    @property
    def was_read(self) -> bool:
        """Whether anything has been asked yet."""
        return "published" in self.__dict__

    @property
    def segments(self) -> frozenset[str]:
        """Keys of the segments the customer is in."""
        return self.published.standing.segments

    @property
    def categories(self) -> frozenset[str]:
        """Keys of the categories in which the customer buys in a way of its own."""
        return frozenset(self.published.standing.categories)

    def answer(self, key: str, category: str = "") -> FeatureAnswer:
        """Whether the feature is on, and why. An undeclared key raises where STRICT; elsewhere it is off."""
        asked = (key, category)
        answer = self.asked.get(asked)
        if answer is None or _forced:
            answer = self.published.answers.get(asked) if not _forced else None
            answer = self.asked[asked] = answer or self._work_out(key, category)
        return answer

    def has(self, key: str, category: str = "") -> bool:
        return self.answer(key, category).enabled

    def source(self, key: str, parameter: str, category: str = "") -> str:
        """Who says what a parameter is set to: `override`, `segment:<key>`, `everybody` or `declared`."""
        feature = features.get(key)
        if key in _forced:
            return "declared"
        published = self.published
        question = Question(feature, published.switches, published.standing, self.now, category=category)
        wanted = next(one for one in feature.parameters if one.key == parameter)
        return value_and_source(wanted, question)[1]

    def is_split(self, answer: FeatureAnswer) -> bool:
        """Whether the rule that decided takes a share of the companies, so that another of them may be answered so."""
        if answer.decided_by not in (DecidedBy.SEGMENT, DecidedBy.DEFAULT) or answer.feature in _forced:
            return False
        place = answer.reason.params.get("segment", EVERYBODY)
        rule = self.published.switches.of(answer.feature).rules.get(place, NOTHING_SAID)
        return rule.state == ON and (rule.share < NOTHING_SAID.share or rule.held_out > NOTHING_SAID.held_out)

    def value(self, key: str, parameter: str, category: str = "") -> ParameterValue:
        """What a parameter of a feature is set to; KeyError for one that nobody declared."""
        return self.answer(key, category).parameters[parameter]

    def count(self, key: str, parameter: str, category: str = "") -> int:
        """The same for a parameter that is a whole number."""
        return int(self.value(key, parameter, category))

    def because(self, key: str, category: str = "") -> str:
        """A short line for the customer's own people on why it is on, such as "Because ..."; empty for none."""
        return because_line(self.answer(key, category), self.published.switches.because)

    def why(self, key: str, category: str = "") -> str:
        """The same as a sentence that names the feature; empty while it is off."""
        return because_sentence(self.answer(key, category), self.published.switches.because)

    def __contains__(self, key: str) -> bool:
        return self.has(key)

    def all(self) -> Mapping[str, FeatureAnswer]:
        """The answer for every declared feature, in the order of declaration."""
        return {feature.key: self.answer(feature.key) for feature in features}

    def _work_out(self, key: str, category: str) -> FeatureAnswer:
        if key not in features:
            return _unknown(key)
        feature = features.get(key)
        if key in _forced:
            return _forced_answer(feature, _forced[key])
        published = self.published
        # Categories without a class of their own share one answer, so that the answers kept are few.
        place = category if category in published.standing.categories else ""
        answer = published.answers.get((key, place)) or resolve_feature(
            feature, switches=published.switches, standing=published.standing, now=self.now, category=place
        )
        if feature.permission:
            return self._for_this_person(feature, answer)
        if not _forced and not _changes_by_itself(feature):
            published.answers[key, place] = answer
        return answer

    def _for_this_person(self, feature: Feature, answer: FeatureAnswer) -> FeatureAnswer:
        if not feature.permission or self.has_permission is None or answer.decided_by in _ABOVE_PERMISSIONS:
            return answer
        if self.has_permission(feature.permission):
            return answer
        reason = Reason(code="permission_missing", params={"permission": feature.permission})
        return replace(answer, enabled=False, decided_by=DecidedBy.USER_PERMISSION, reason=reason)


def _changes_by_itself(feature: Feature) -> bool:
    """Whether values can come to fit no more without anything being published."""
    return any(callable(parameter.choices) for parameter in feature.parameters)


def _unknown(key: str) -> FeatureAnswer:
    if _mistakes_raise():
        features.get(key)
    logger.error("The feature %r was asked for, but nobody declared it; it counts as off.", key)
    return FeatureAnswer(feature=key, enabled=False, decided_by=DecidedBy.DEFAULT, reason=Reason(code="unknown"))


def _forced_answer(feature: Feature, wanted: Forced) -> FeatureAnswer:
    values = {parameter.key: parameter.default for parameter in feature.parameters}
    return FeatureAnswer(
        feature=feature.key,
        enabled=wanted is not False,
        decided_by=DecidedBy.COMPANY_OVERRIDE,
        reason=Reason(code="forced"),
        parameters=values | (dict(wanted) if isinstance(wanted, Mapping) else {}),
    )


_ABOVE_PERMISSIONS = frozenset({DecidedBy.KILL_SWITCH, DecidedBy.COMPANY_OVERRIDE})


@contextmanager
def forced_features(wanted: Mapping[str, Forced]) -> Iterator[None]:
    """Fix the answer of some features for everybody in this process, for tests; ParameterError for wrong values."""
    for key, value in wanted.items():
        clean_parameters(features.get(key), value if isinstance(value, Mapping) else {})
    before = dict(_forced)
    _forced.update(wanted)
    try:
        yield
    finally:
        _forced.clear()
        _forced.update(before)


def _mistakes_raise() -> bool:
    strict = conf.get("STRICT")
    return bool(settings.DEBUG if strict is None else strict)
