from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import transaction

from segmentation.models.attribute_columns import forget_columns
from segmentation.registry import dimensions
from segmentation.services.assign_columns import assign_columns
from tests.segmentation.rules.dimensions import TOYS


@pytest.fixture(autouse=True)
def _toy_dimensions() -> Iterator[None]:
    """Only dimensions of our own."""
    shipped = list(dimensions)
    for dimension in shipped:
        dimensions.unregister(dimension.key)
    dimensions.register(*TOYS)
    yield
    for dimension in list(dimensions):
        dimensions.unregister(dimension.key)
    dimensions.register(*shipped)


@pytest.fixture
def columns(db: None) -> None:
    """Every attribute has its column."""
    assign_columns()
    forget_columns()


@pytest.fixture
def rolled_back(db: None) -> Callable[[], AbstractContextManager[None]]:
    """Leaves the tables as they were: hypothesis tries many examples in one test."""

    @contextmanager
    def roll_back() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return roll_back
