"""Derivations that go by the settings; the rest of `Derivation.function` stand in `segmentation.analysis.derived`."""

from __future__ import annotations

import pandas as pd

from segmentation import conf
from segmentation.analysis.derived import size_class as eu_size_class
from segmentation.analysis.derived.distance import nearest_distance


def size_class(frame: pd.DataFrame) -> pd.Series:
    """The EU size class of each company; NA while it cannot be told."""
    return eu_size_class.size_class(frame, minor=10 ** conf.get("MINOR_DIGITS"))


def warehouse_distance(frame: pd.DataFrame) -> pd.Series:
    """Km from each company to the nearest warehouse of the settings; NA where there is none or no place is known."""
    sites = [(float(latitude), float(longitude)) for latitude, longitude in conf.get("WAREHOUSES").values()]
    return nearest_distance(frame["latitude"], frame["longitude"], sites=sites)
