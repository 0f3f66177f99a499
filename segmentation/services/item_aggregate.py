from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from segmentation.services.aggregates import Aggregate

if TYPE_CHECKING:
    import pandas as pd

ITEMS = "items"


def _map_lines(lines: pd.DataFrame, as_of: date) -> pd.DataFrame:
    # pandas takes a second to load, and aggregates are registered in every process.
    from segmentation.analysis.reorder import item_statistics

    return item_statistics(lines, as_of=as_of)


def _reduce(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    from segmentation.analysis.reorder import merge_item_statistics

    return merge_item_statistics(parts)


ITEM_AGGREGATE = Aggregate(kind=ITEMS, map_lines=_map_lines, reduce=_reduce)
"""How often items are bought and bought again, by everybody: what reorder lists are ranked with."""
