from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.segmentation import toy_orders
from tests.segmentation.habits.order_keeper import ASKED, COMPANY_RECORD, RECORDS


@pytest.fixture(autouse=True)
def _order_keeper(settings: Settings) -> Iterator[None]:
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "CUSTOMER_DIRECTORY": "tests.segmentation.habits.order_keeper.OrderKeeper"
    }
    toy_orders.CUSTOMERS[:] = ["acme", "bolt", "cord"]
    yield
    RECORDS.clear()
    COMPANY_RECORD.clear()
    ASKED.clear()
