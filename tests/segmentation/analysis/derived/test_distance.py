from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.analysis.derived.distance import EARTH_RADIUS, nearest_distance
from segmentation.services.derivations import warehouse_distance
from tests.segmentation.analysis.derived.frames import one_value

COPENHAGEN, AARHUS = (55.6761, 12.5683), (56.1629, 10.2039)
HALF_ROUND = math.pi * EARTH_RADIUS

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def distance(place, sites):
    return one_value(nearest_distance(pd.Series([place[0]]), pd.Series([place[1]]), sites=sites))


def test_a_degree_along_a_meridian_is_a_three_hundred_and_sixtieth_of_the_way_round():
    assert distance((1.0, 0.0), [(0.0, 0.0)]) == pytest.approx(HALF_ROUND / 180)


def test_the_nearest_site_counts():
    assert distance(AARHUS, [COPENHAGEN, AARHUS]) == 0
    assert distance(COPENHAGEN, [AARHUS]) == pytest.approx(156.7, abs=1)


@pytest.mark.parametrize(("place", "sites"), [((None, 10.0), [AARHUS]), ((56.0, None), [AARHUS]), (AARHUS, [])])
def test_without_a_place_or_a_site_it_is_not_known(place, sites):
    assert distance(place, sites) is None


@given(latitudes, longitudes, latitudes, longitudes)
def test_there_and_back_is_the_same_way_and_at_most_half_round(a, b, c, d):
    there, back = distance((a, b), [(c, d)]), distance((c, d), [(a, b)])

    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= HALF_ROUND + 1e-6


def test_warehouses_come_from_the_settings(settings):
    settings.SEGMENTATION = {**settings.SEGMENTATION, "WAREHOUSES": {"Aarhus": AARHUS}}
    frame = pd.DataFrame({"latitude": [AARHUS[0]], "longitude": [AARHUS[1]]}, index=["K1"])

    assert dict(warehouse_distance(frame)) == {"K1": 0}
