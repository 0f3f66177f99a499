"""Several sources as one: sales and returns, or two shops that sell to the same customers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from segmentation.contracts import OrderSource
from segmentation.sources.canonical import join_frames


class CombinedSource:
    """The lines of all its parts, customer by customer."""

    def __init__(self, *parts: OrderSource) -> None:
        if not parts:
            raise ValueError("A combined source needs at least one part.")
        self.parts = parts

    def __add__(self, other: OrderSource) -> CombinedSource:
        return CombinedSource(*self.parts, other)

    def customer_keys(self) -> Sequence[str]:
        """Every customer of any part, sorted."""
        return sorted(set().union(*(part.customer_keys() for part in self.parts)))

    def read(self, customer_keys: Sequence[str] | None = None) -> pd.DataFrame:
        """The lines of every part, one after the other."""
        return join_frames([part.read(customer_keys) for part in self.parts])

    def shards(self, size: int) -> Iterator[tuple[Sequence[str], pd.DataFrame]]:
        """`size` customers at a time, each with its lines of every part."""
        keys = self.customer_keys()
        for start in range(0, len(keys), size):
            chunk = keys[start : start + size]
            yield chunk, self.read(chunk)
