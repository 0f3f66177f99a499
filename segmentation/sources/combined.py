"""Several sources as one: sales and returns, or two shops that sell to the same customers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import pandas as pd

from segmentation.contracts import CustomerRange, OrderSource
from segmentation.sources.asking import count_lines, read_range, take_fingerprints
from segmentation.sources.canonical import join_frames
from segmentation.sources.frame_hash import hash_texts


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

    def line_counts(self) -> pd.Series:
        """Lines of each customer in all parts together."""
        counts = pd.concat([count_lines(part) for part in self.parts])
        total = counts.groupby(counts.index).sum().astype("int64").to_dict()
        return pd.Series({key: total[key] for key in sorted(map(str, total))}, dtype="int64")

    def read_range(self, customers: CustomerRange, *, without: Collection[str] = ()) -> pd.DataFrame:
        """The lines of neighbours by key of every part."""
        return join_frames([read_range(part, customers, without=without) for part in self.parts])

    def fingerprints(self, customers: CustomerRange | Sequence[str]) -> pd.Series:
        """One text of each customer's texts of all parts."""
        parts = [take_fingerprints(part, customers).to_dict() for part in self.parts]
        keys = sorted(str(key) for key in set().union(*parts))
        texts = {key: hash_texts(part.get(key, "") for part in parts) for key in keys}
        return pd.Series(texts, dtype="str")
