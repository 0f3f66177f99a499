"""A canonical frame that is already in memory, as an order source."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import pandas as pd

from segmentation.analysis.arrays import sort_order
from segmentation.contracts import CustomerRange, OrderSource
from segmentation.sources.combined import CombinedSource


class FrameSource:
    """Serves one canonical frame in shards by customer."""

    def __init__(self, frame: pd.DataFrame, *, customers: Sequence[str] = ()) -> None:
        """`customers` are known as well, also where no line of theirs is in the frame."""
        self._keys: list[str] = sorted({*frame["customer_key"].unique(), *customers})
        codes = pd.Categorical(frame["customer_key"], categories=self._keys).codes.astype("int64")
        sorted_codes, order = sort_order(codes, max(len(self._keys), 1))
        self._frame = frame.take(order).reset_index(drop=True)
        self._ends = [0, *sorted_codes.searchsorted(range(len(self._keys)), side="right").tolist()]

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
            yield self._keys[first:last], self._slice(first, last)

    def line_counts(self) -> pd.Series:
        """Lines of each customer."""
        counts = [after - before for before, after in pairwise(self._ends)]
        return pd.Series(counts, index=pd.Index(self._keys, dtype="str"), dtype="int64")

    def read_range(self, customers: CustomerRange, *, without: Collection[str] = ()) -> pd.DataFrame:
        """All lines of neighbours by key, but for those to leave out."""
        first = bisect_left(self._keys, customers.first)
        last = len(self._keys) if customers.end is None else bisect_left(self._keys, customers.end)
        lines = self._slice(first, max(first, last))
        return lines[~lines["customer_key"].isin(list(without))].reset_index(drop=True) if without else lines

    def _slice(self, first: int, last: int) -> pd.DataFrame:
        return self._frame.iloc[self._ends[first] : self._ends[last]].reset_index(drop=True)
