"""What a company is likely to order again: statistics per item (map and reduce), and a ranked list per company."""

from segmentation.analysis.reorder.config import DEFAULT_REORDER_CONFIG, ReorderConfig
from segmentation.analysis.reorder.fit import fit_weights
from segmentation.analysis.reorder.rank import REORDER_COLUMNS, rank_purchases, rank_reorders
from segmentation.analysis.reorder.statistics import (
    STATISTICS_COLUMNS,
    item_statistics,
    merge_item_statistics,
    statistics_of,
    statistics_version,
)
from segmentation.analysis.reorder.together import NEIGHBOUR_COLUMNS, item_neighbours

__all__ = [
    "DEFAULT_REORDER_CONFIG",
    "NEIGHBOUR_COLUMNS",
    "REORDER_COLUMNS",
    "STATISTICS_COLUMNS",
    "ReorderConfig",
    "fit_weights",
    "item_neighbours",
    "item_statistics",
    "merge_item_statistics",
    "rank_purchases",
    "rank_reorders",
    "statistics_of",
    "statistics_version",
]
