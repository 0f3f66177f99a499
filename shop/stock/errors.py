from __future__ import annotations

from collections.abc import Mapping


class OutOfStockError(Exception):
    """Less is there than was asked for; `shortages` says how much there is, by product. Nothing was taken."""

    def __init__(self, shortages: Mapping[int, int]) -> None:
        super().__init__(f"Not enough of products {', '.join(map(str, sorted(shortages)))}.")
        self.shortages = dict(shortages)
