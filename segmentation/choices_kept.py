"""The choices of a parameter: as declared, or as they are data of the host."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import DatabaseError

from segmentation import conf
from segmentation.parameter import Choices, Parameter

_kept: dict[Callable[[], Choices], tuple[float, frozenset[str]]] = {}
"""By who was asked: when, and the values."""


def choices_of(parameter: Parameter) -> Choices:
    """The choices, asked of the host where they are its data."""
    return parameter.choices() if callable(parameter.choices) else parameter.choices


def kept_choices(parameter: Parameter) -> frozenset[str]:
    """The values to choose from, at most SNAPSHOT_MAX_AGE seconds old; the last ones where the database fails."""
    asked = parameter.choices
    if not callable(asked):
        return frozenset(value for value, _label in asked)
    moment, kept = time.monotonic(), _kept.get(asked)
    if kept is None or kept[0] <= moment - conf.get("SNAPSHOT_MAX_AGE"):
        try:
            kept = moment, frozenset(value for value, _label in asked())
        except DatabaseError:
            if kept is None:
                raise
            kept = moment, kept[1]
        _kept[asked] = kept
    return kept[1]
