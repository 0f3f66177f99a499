from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

EARTH_RADIUS = 6371.0088
"""Mean radius in km (IUGG)."""


def nearest_distance(latitude: pd.Series, longitude: pd.Series, *, sites: Sequence[tuple[float, float]]) -> pd.Series:
    """Km along the sphere to the nearest of some (latitude, longitude); NA without a place or a site."""
    places = pd.DataFrame({"latitude": latitude, "longitude": longitude}).astype("float64")
    nearest = np.full(len(places), np.nan)
    for site in sites:
        nearest = np.fmin(nearest, _great_circle(places.to_numpy(), site))
    return pd.Series(nearest, index=places.index).astype("Float64")


def _great_circle(places: np.ndarray, site: tuple[float, float]) -> np.ndarray:
    """The haversine formula."""
    here, there = np.radians(places[:, 0]), np.radians(site[0])
    east = np.radians(places[:, 1] - site[1])
    square = np.sin((here - there) / 2) ** 2 + np.cos(here) * np.cos(there) * np.sin(east / 2) ** 2
    km: np.ndarray = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(square, 0, 1)))
    return km
