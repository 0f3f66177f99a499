"""Toy orders that cannot all be read, or whose fingerprints can be taken, as a test wants it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentation.contracts import CustomerRange, OrderSource
from segmentation.sources import FrameSource, SourceError
from segmentation.sources.frame_hash import hash_frame
from segmentation.testing import order_frame
from tests.segmentation import toy_orders

BAD: set[str] = set()
"""Whose orders cannot be read."""
AWAY: list[OSError] = []
"""Raised at the next reads, one each, whoever is asked for."""


class _Orders(FrameSource):
    def __init__(self) -> None:
        super().__init__(order_frame(list(toy_orders.ORDERS)))

    def read(self, customer_keys: Sequence[str] | None = None) -> pd.DataFrame:
        return self.checked(super().read(customer_keys))

    def read_range(self, customers: CustomerRange, *, without: Sequence[str] = ()) -> pd.DataFrame:  # type: ignore[override]
        return self.checked(super().read_range(customers, without=without))

    def checked(self, lines: pd.DataFrame) -> pd.DataFrame:
        if AWAY:
            raise AWAY.pop()
        return lines


class _Named(_Orders):
    def checked(self, lines: pd.DataFrame) -> pd.DataFrame:
        bad = sorted(BAD & set(lines["customer_key"]))
        if bad:
            raise SourceError("the price is “twelve”.", customers=bad)
        return super().checked(lines)


class _Unnamed(_Orders):
    def checked(self, lines: pd.DataFrame) -> pd.DataFrame:
        if BAD & set(lines["customer_key"]):
            raise ValueError("a price is no number")
        return super().checked(lines)


class _Fingerprinted(_Orders):
    def fingerprints(self, customers: CustomerRange | Sequence[str]) -> pd.Series:
        keys = self.customer_keys()
        wanted = [key for key in keys if key in customers]
        return hash_frame(FrameSource.read(self, wanted))


def open_naming() -> OrderSource:
    """A source that says whose orders it cannot read."""
    return _Named()


def open_vague() -> OrderSource:
    """A source that only says that some orders cannot be read."""
    return _Unnamed()


def open_fingerprinted() -> OrderSource:
    """A source that takes fingerprints."""
    return _Fingerprinted()
