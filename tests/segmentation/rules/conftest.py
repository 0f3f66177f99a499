from __future__ import annotations

from collections.abc import Iterator

import pytest

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
