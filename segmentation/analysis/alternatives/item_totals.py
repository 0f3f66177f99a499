"""The counts of single items, looked up by the codes that pairs use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentation.analysis.alternatives.relation_counts import ITEMS, RelationCounts
from segmentation.analysis.arrays import Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTotals:
    """Arrays by item code; an item that nobody bought has zeros."""

    names: pd.Index
    freshness: Ints
    companies: Ints
    newcomers: Ints
    baskets: Ints
    quantity: Ints
    value: Ints
    all_companies: int
    all_baskets: int

    @classmethod
    def of(cls, counts: RelationCounts) -> ItemTotals:
        names = counts.items["sku"].cat.categories
        codes = counts.items["sku"].cat.codes.to_numpy()
        by_code = {name: np.zeros(len(names), dtype=np.int64) for name in ITEMS}
        for name, array in by_code.items():
            array[codes] = counts.items[name].to_numpy()
        return cls(names=names, **by_code, all_companies=counts.companies, all_baskets=counts.baskets)

    def codes(self, column: pd.Series) -> Ints:
        """Codes of a column of names of the same counts."""
        return column.cat.codes.to_numpy().astype(np.int64)
