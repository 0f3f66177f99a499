from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from pytest_django import Settings

from segmentation.contracts import Buyclass, Feature
from segmentation.registry import features
from tests.segmentation import toy_orders

TOYS = (
    Feature(key="toy_reorder", label="Toy reorder", serves=frozenset({Buyclass.ROUTINE})),
    Feature(key="toy_ideas", label="Toy ideas", serves=frozenset({Buyclass.NEW})),
    Feature(key="toy_prices", label="Toy prices", serves=frozenset({Buyclass.MAJOR}), per_category=True),
    Feature(key="toy_search", label="Toy search", default=True),
    Feature(key="toy_budget", label="Toy budget", default=True, permission="toys.see_budget"),
)


@pytest.fixture(autouse=True)
def _toy_host(settings: Settings) -> Iterator[None]:
    """A host of our own: its orders, its customers and its features."""
    settings.SEGMENTATION = {
        "ORDER_SOURCE": "tests.segmentation.toy_orders.open_orders",
        "CUSTOMER_DIRECTORY": "tests.segmentation.toy_orders.ToyDirectory",
        "CUSTOMER_KEY": "tests.segmentation.toy_pages.customer_key",
        "SNAPSHOT_MAX_AGE": 60.0,
        "STRICT": True,
    }
    for toy in TOYS:
        features.register(toy)
    yield
    for toy in TOYS:
        features.unregister(toy.key)
    toy_orders.ORDERS.clear()
    toy_orders.CUSTOMERS.clear()
    toy_orders.SINCE.clear()


@pytest.fixture
def admin(db: None) -> AbstractBaseUser:
    """Somebody who changes switches."""
    manager = get_user_model()._default_manager
    name = get_user_model().USERNAME_FIELD
    return manager.create(**{name: "anna@example.com" if name == "email" else "anna"})


@pytest.fixture
def rolled_back(db: None) -> Callable[[], AbstractContextManager[None]]:
    """Leaves the tables as they were: hypothesis tries many examples in one test."""

    @contextmanager
    def roll_back() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return roll_back
