from __future__ import annotations

from datetime import date

from segmentation.contracts import OrderSource
from segmentation.sources import FrameSource
from segmentation.testing import OrderSourceContract, order_frame


class TestFrameSource(OrderSourceContract):
    def open_source(self) -> OrderSource:
        return FrameSource(
            order_frame(
                [
                    {"customer": "b", "day": "2026-05-02", "sku": "paper", "quantity": 4, "value": "19.50"},
                    {"customer": "a", "day": date(2026, 5, 3), "sku": "desk", "category": "furniture"},
                    {"customer": "b", "day": "2026-05-09", "sku": "paper"},
                ]
            )
        )


def test_order_frame_gives_thousandths_and_minor_units() -> None:
    frame = order_frame([{"customer": "a", "day": "1970-01-11", "sku": "paper", "quantity": "1.5", "value": "19.50"}])

    assert frame.to_dict("records") == [
        {
            "customer_key": "a",
            "day": 10,
            "sku": "paper",
            "category": "",
            "quantity": 1500,
            "value": 1950,
        }
    ]
