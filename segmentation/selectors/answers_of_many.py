"""The precedence of `resolve_feature` over many companies at once, without the person who asks.

Rows are companies (or a company in a category), columns are segments. A test holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.contracts import Feature
from segmentation.parameter import Parameter, ParameterValue
from segmentation.parameters import read_parameter
from segmentation.selectors.resolve_feature import serves_segment
from segmentation.shares import BUCKETS, bucket_of, holdout_salt, rollout_salt
from segmentation.standing import EVERYBODY, INHERIT, OFF, FeatureSwitches, OverrideStanding, Switches, SwitchRule

Bools = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Percents = tuple[int, int]
"""Of the companies it is on for, and of those that are held out; (0, 0) is off and (100, 0) on."""

_OFF, _ON, _ALL = (0, 0), (100, 0), 100


@dataclass(frozen=True, slots=True)
class Overridden:
    """Rows with an override that holds, and it."""

    rows: Numbers
    said: Sequence[OverrideStanding]


class _Hearing:
    """What the rules of a feature say to rows of companies, the strongest first."""

    def __init__(self, count: int) -> None:
        self.last: NDArray = np.zeros((count, 2), dtype=np.int64)
        self.parts: list[NDArray] = []
        self.open = np.ones(count, dtype=bool)
        self.waiting_in: dict[str, Bools] = {}

    @property
    def waiting(self) -> Bools:
        """Rows whose turn by some rule may not have come."""
        waiting: Bools = np.logical_or.reduce([np.zeros_like(self.open), *self.waiting_in.values()])
        return waiting

    def say(self, rows: Bools, percents: Percents) -> None:
        self.last[rows & self.open] = percents
        self.open[rows] = False

    def say_rule(self, rows: Bools, rule: SwitchRule, *, segment: str) -> None:
        if rule.state == OFF or rule.share >= _ALL:
            self.say(rows, _OFF if rule.state == OFF else (_ALL, rule.held_out))
            return
        waiting = self.waiting_in[segment] = rows & self.open
        if rule.share:
            self.parts.append(np.where(waiting[:, None], (rule.share, rule.held_out), 0))


def percents_of(feature: Feature, *, switches: Switches, members: Bools, columns: Mapping[str, int]) -> NDArray:
    """By row the share and the share held out of the rules, two columns each: of every rule that is rolled out to a
    part, the strongest first, and last of what holds for those whose turn has not come by any of them."""
    own, heard = switches.of(feature.key), _Hearing(len(members))
    if own.killed:
        return heard.last
    for segment in switches.segments if own.rules else ():
        if (rule := own.rules.get(segment)) and rule.state != INHERIT:
            heard.say_rule(members[:, columns[segment]], rule, segment=segment)
    if (rule := own.rules.get(EVERYBODY)) and rule.state != INHERIT:
        heard.say_rule(~heard.waiting, rule, segment=EVERYBODY)
    if feature.default:
        heard.say(~heard.waiting, _ON)
    for segment in switches.segments:
        if serves_segment(feature, segment):
            rows = members[:, columns[segment]]
            heard.say(rows & ~heard.waiting_in[segment] if segment in heard.waiting_in else rows, _ON)
    return np.concatenate([*heard.parts, heard.last], axis=1)


def alike(some: NDArray, others: NDArray) -> tuple[NDArray, NDArray]:
    """Both with as many columns, so that they can be compared; what is added in front says nothing."""
    width = max(some.shape[1], others.shape[1])
    return tuple(np.pad(one, ((0, 0), (width - one.shape[1], 0))) for one in (some, others))  # type: ignore[return-value]


def values_of(
    parameter: Parameter,
    *,
    own: FeatureSwitches,
    segments: Sequence[str],
    members: Bools,
    columns: Mapping[str, int],
    known: dict[tuple[type, ParameterValue], int],
) -> Numbers:
    """By row the number of the parameter's value in `known`, which grows."""
    found = np.full(len(members), -1, dtype=np.int64)
    sources = [
        (members[:, columns[segment]], own.rules[segment].parameters)
        for segment in segments
        if segment in own.rules and own.rules[segment].state != OFF
    ]
    if EVERYBODY in own.rules:
        sources.append((np.ones(len(members), dtype=bool), own.rules[EVERYBODY].parameters))
    for rows, said in sources:
        if parameter.key in said and (value := read_parameter(parameter, said[parameter.key])) is not None:
            found[rows & (found < 0)] = number_of(value, known)
    found[found < 0] = number_of(parameter.default, known)
    return found


def number_of(value: ParameterValue, known: dict[tuple[type, ParameterValue], int]) -> int:
    return known.setdefault((type(value), value), len(known))


class Buckets:
    """Which share takes a company, worked out for those of whom it is asked and no others."""

    def __init__(self, feature: str, keys: Sequence[str]) -> None:
        self._feature, self._keys = feature, keys
        self._kept: dict[str, Numbers] = {}

    def enabled(self, percents: NDArray, rows: Numbers) -> Bools:
        """For each row of `percents`, about the company at `rows`, whether the feature is on."""
        on, open_ = np.zeros(len(rows), dtype=bool), np.ones(len(rows), dtype=bool)
        for column in range(0, percents.shape[1], 2):
            asked = np.flatnonzero(open_)
            taken = asked[self._taken(rollout_salt(self._feature), percents[asked, column], rows[asked])]
            on[taken] = ~self._taken(holdout_salt(self._feature), percents[taken, column + 1], rows[taken])
            open_[taken] = False
        return on

    def _taken(self, salt: str, percents: Numbers, rows: Numbers) -> Bools:
        taken = percents >= 100
        asked = np.flatnonzero((percents > 0) & ~taken)
        if len(asked):
            buckets = self._kept.setdefault(salt, np.full(len(self._keys), -1, dtype=np.int64))
            fresh = np.unique(rows[asked])
            fresh = fresh[buckets[fresh] < 0]
            buckets[fresh] = [bucket_of(salt, self._keys[row]) for row in fresh]
            taken[asked] = buckets[rows[asked]] < percents[asked] * (BUCKETS // 100)
        return taken
