"""What a draft changes about one feature, for some companies at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.contracts import Feature
from segmentation.parameter import ParameterValue
from segmentation.parameters import read_parameter
from segmentation.selectors.answers_of_many import (
    Bools,
    Buckets,
    Numbers,
    Overridden,
    alike,
    number_of,
    percents_of,
    values_of,
)
from segmentation.standing import Switches


@dataclass(frozen=True, slots=True)
class Side:
    """Before the draft, or with it."""

    switches: Switches
    members: Bools
    """By row and segment."""
    overridden: Overridden


@dataclass(frozen=True, slots=True)
class Moves:
    """By row: gains the feature, loses it, or keeps it with other values."""

    gains: Bools
    loses: Bools
    changes: Bools


def moves_of(
    feature: Feature,
    before: Side,
    after: Side,
    *,
    rows: Numbers,
    columns: Mapping[str, int],
    buckets: Buckets,
) -> Moves:
    """`rows` says which company each row is about, as `buckets` counts them."""
    distinct, first, back = _distinct(before.members, after.members)
    sides = alike(
        *(
            percents_of(feature, switches=side.switches, members=side.members[first], columns=columns)
            for side in (before, after)
        )
    )
    differs = _values_differ(feature, before, after, first=first, columns=columns)
    spoken = np.zeros(len(rows), dtype=bool)
    for side in (before, after):
        spoken[side.overridden.rows] = True
    concerned = np.flatnonzero(((sides[0] != sides[1]).any(axis=1) | differs)[back] | spoken)
    moves = Moves(*(np.zeros(len(rows), dtype=bool) for _ in range(3)))
    if not len(concerned) or not distinct:
        return moves
    on_before, on_after = (
        _enabled(feature, side, percents[back[concerned]], concerned, rows=rows, buckets=buckets)
        for side, percents in zip((before, after), sides, strict=True)
    )
    other = differs[back[concerned]]
    if spoken.any():
        other = _with_overridden_values(
            feature, before, after, other, concerned=concerned, spoken=spoken, columns=columns
        )
    moves.gains[concerned] = on_after & ~on_before
    moves.loses[concerned] = on_before & ~on_after
    moves.changes[concerned] = on_before & on_after & other
    return moves


def _distinct(before: Bools, after: Bools) -> tuple[int, Numbers, Numbers]:
    """By rules, companies in the same segments fare alike: how many kinds, one of each, and which kind each is."""
    packed = np.packbits(np.concatenate([before, after], axis=1), axis=1)
    kinds = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).ravel()
    _kinds, first, back = np.unique(kinds, return_index=True, return_inverse=True)
    return len(first), first, back.ravel()


def _values_differ(
    feature: Feature, before: Side, after: Side, *, first: Numbers, columns: Mapping[str, int]
) -> NDArray[np.bool_]:
    differs = np.zeros(len(first), dtype=bool)
    for parameter in feature.parameters:
        known: dict[tuple[type, ParameterValue], int] = {}
        old, new = (
            values_of(
                parameter,
                own=side.switches.of(feature.key),
                segments=side.switches.segments,
                members=side.members[first],
                columns=columns,
                known=known,
            )
            for side in (before, after)
        )
        differs |= old != new
    return differs


def _enabled(
    feature: Feature, side: Side, percents: NDArray, concerned: Numbers, *, rows: Numbers, buckets: Buckets
) -> Bools:
    percents = percents.copy()
    if not side.switches.of(feature.key).killed and len(side.overridden.rows):
        at = np.full(len(rows), -1, dtype=np.int64)
        at[side.overridden.rows] = [100 if said.enabled else 0 for said in side.overridden.said]
        by_hand = at[concerned]
        percents[by_hand >= 0] = 0
        percents[by_hand >= 0, -2] = by_hand[by_hand >= 0]
    return buckets.enabled(percents, rows[concerned])


def _with_overridden_values(
    feature: Feature,
    before: Side,
    after: Side,
    differs: Bools,
    *,
    concerned: Numbers,
    spoken: Bools,
    columns: Mapping[str, int],
) -> Bools:
    """The same with what overrides say; those are few."""
    of_these = np.flatnonzero(spoken[concerned])
    rows = concerned[of_these]
    place = {int(row): at for at, row in enumerate(rows)}
    differs = differs.copy()
    differs[of_these] = False
    for parameter in feature.parameters:
        known: dict[tuple[type, ParameterValue], int] = {}
        found = []
        for side in (before, after):
            own = side.switches.of(feature.key)
            numbers = values_of(
                parameter,
                own=own,
                segments=side.switches.segments,
                members=side.members[rows],
                columns=columns,
                known=known,
            )
            for row, said in zip(side.overridden.rows, side.overridden.said, strict=True):
                stated = said.parameters.get(parameter.key)
                value = None if stated is None else read_parameter(parameter, stated)
                if value is not None:
                    numbers[place[int(row)]] = number_of(value, known)
            found.append(numbers)
        differs[of_these] |= found[0] != found[1]
    return differs


def nobody() -> Overridden:
    return Overridden(np.empty(0, dtype=np.int64), ())
