from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

EARTH_RADIUS = 6371.0088
"""Mean radius in km (IUGG)."""


def nearest_distance(latitude: pd.Series, longitude: pd.Series, *, sites: Sequence[tuple[float, float]]) -> pd.Series:
    """Km along the sphere to the nearest of some (latitude, longitude); NA without a place or a site."""
    places = pd.DataFrame({"latitude": latitude, "longitude": longitude}).astype("float64")
    nearest = pd.Series(np.nan, index=places.index)
    for site in sites:
        nearest = np.fmin(nearest, _great_circle(places["latitude"], places["longitude"], site))
    return nearest.astype("Float64")


def _great_circle(latitude: pd.Series, longitude: pd.Series, site: tuple[float, float]) -> pd.Series:
    """The haversine formula."""
    here, there = np.radians(latitude), np.radians(site[0])
    east = np.radians(longitude - site[1])
    square = np.sin((here - there) / 2) ** 2 + np.cos(here) * np.cos(there) * np.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(square, 0, 1)))
