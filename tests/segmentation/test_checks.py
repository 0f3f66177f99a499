from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from segmentation.checks import check_settings

NEEDED = {"ORDER_SOURCE": "tests.segmentation.toy_orders.open_orders"}


@pytest.fixture(autouse=True)
def _sound_host(settings: Settings) -> None:
    settings.MIDDLEWARE = ["segmentation.middleware.FeaturesMiddleware"]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"ORDER_SOURCE": None}, ["segmentation.E001"]),
        ({"ORDER_SOURCE": "nowhere.at_all"}, ["segmentation.E001"]),
        ({"ORDER_SOURCE": "tests.segmentation.toy_orders.AS_OF"}, ["segmentation.E001"]),
        ({"CUSTOMER_DIRECTORY": "nowhere.at_all"}, ["segmentation.E002"]),
        ({"CUSTOMER_KEY": "nowhere.at_all"}, ["segmentation.E003"]),
        ({"ODER_SOURCE": "x"}, ["segmentation.E004"]),
        ({"SHARD_SIZE": 0}, ["segmentation.E005"]),
        ({"RUNS_KEPT": 0}, ["segmentation.E005"]),
        ({"HISTORY_FROM": "2024-01-31"}, []),
        ({"HISTORY_FROM": "January"}, ["segmentation.E005"]),
        ({"MINOR_DIGITS": 0, "CURRENCY": "JPY"}, []),
        ({"MINOR_DIGITS": -1}, ["segmentation.E005"]),
        ({"MINOR_DIGITS": 2.0}, ["segmentation.E005"]),
        ({"SNAPSHOT_MAX_AGE": -1}, ["segmentation.E005"]),
        ({"PREVIEW_STAYS_OPEN": ["admin:index"]}, []),
        ({"PREVIEW_STAYS_OPEN": ["nowhere"]}, ["segmentation.E006"]),
        ({"WAREHOUSES": {"Taastrup": (55.65, 12.3)}}, []),
        ({"WAREHOUSES": {"Taastrup": (155.65, 12.3)}}, ["segmentation.E005"]),
        ({"WAREHOUSES": {"Taastrup": "here"}}, ["segmentation.E005"]),
        ({"WAREHOUSES": [(55.65, 12.3)]}, ["segmentation.E005"]),
    ],
)
def test_each_mistake_in_the_settings_is_named(settings: Settings, changed: dict[str, Any], found: list[str]) -> None:
    settings.SEGMENTATION = NEEDED | changed

    assert [message.id for message in check_settings(None)] == found


def test_middleware_that_is_missing_is_named(settings: Settings) -> None:
    settings.SEGMENTATION = NEEDED
    settings.MIDDLEWARE = []

    assert [message.id for message in check_settings(None)] == ["segmentation.W001"]


def test_middleware_before_the_one_that_knows_the_person_is_named(settings: Settings) -> None:
    settings.SEGMENTATION = NEEDED
    settings.MIDDLEWARE = [
        "segmentation.middleware.FeaturesMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]

    assert [message.id for message in check_settings(None)] == ["segmentation.W002"]
