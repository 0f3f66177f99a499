from __future__ import annotations

from collections.abc import Iterator

import pytest

from segmentation.registry import dimensions
from tests.segmentation.admin.rule_builder.toy_dimensions import TOYS


@pytest.fixture(autouse=True, scope="package")
def _toy_dimensions() -> Iterator[None]:
    dimensions.register(*TOYS)
    yield
    for toy in TOYS:
        dimensions.unregister(toy.key)
