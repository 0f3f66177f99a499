"""What admins read for the values of a text that stand for rows of data, such as the key of a benefit segment."""

from __future__ import annotations

import time
from collections.abc import Mapping

from django.utils.module_loading import import_string

from segmentation import conf
from segmentation.dimension import Dimension

_kept: dict[str, tuple[float, Mapping[str, str]]] = {}
"""Where names come from -> when they were read, and what they were then."""


def names_of(dimension: Dimension) -> Mapping[str, str]:
    """Value -> name, at most SNAPSHOT_MAX_AGE seconds old; read once, however many values a page shows."""
    if not dimension.names:
        return {}
    now = time.monotonic()
    read_at, names = _kept.get(dimension.names, (None, {}))
    if read_at is None or now - read_at >= conf.get("SNAPSHOT_MAX_AGE"):
        names = import_string(dimension.names)()
        _kept[dimension.names] = (now, names)
    return names


def value_named(dimension: Dimension, text: str) -> str:
    """The value that goes by this name; the text itself where none does."""
    asked = text.strip().casefold()
    return next((value for value, name in names_of(dimension).items() if name.casefold() == asked), text)


def forget_names() -> None:
    """Forget every name this process holds."""
    _kept.clear()
