"""A canonical frame that is already in memory, as an order source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from segmentation.contracts import OrderSource
from segmentation.sources.combined import CombinedSource


class FrameSource:
    """Serves one canonical frame in shards by customer."""

    def __init__(self, frame: pd.DataFrame, *, customers: Sequence[str] = ()) -> None:
        """`customers` are known as well, also where no line of theirs is in the frame."""
        self._keys: list[str] = sorted({*frame["customer_key"].unique(), *customers})
        codes = pd.Categorical(frame["customer_key"], categories=self._keys).codes.astype("int64")
        order = codes.argsort(kind="stable")
        self._frame = frame.take(order).reset_index(drop=True)
        self._ends = codes[order].searchsorted(range(len(self._keys)), side="right").tolist()

    def __add__(self, other: OrderSource) -> CombinedSource:
        return CombinedSource(self, other)

    def customer_keys(self) -> Sequence[str]:
        """Every customer, sorted."""
        return list(self._keys)

    def read(self, customer_keys: Sequence[str] | None = None) -> pd.DataFrame:
        """All lines of these customers, or of everybody."""
        if customer_keys is None:
            return self._frame
        return self._frame[self._frame["customer_key"].isin(list(customer_keys))].reset_index(drop=True)

    def shards(self, size: int) -> Iterator[tuple[Sequence[str], pd.DataFrame]]:
        """`size` customers at a time; a shard is a slice, for the frame is sorted by customer."""
        for first in range(0, len(self._keys), size):
            last = min(first + size, len(self._keys))
            start = self._ends[first - 1] if first else 0
            yield self._keys[first:last], self._frame.iloc[start : self._ends[last - 1]].reset_index(drop=True)
