"""How soon companies buy what is new."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.arrays import Floats, Ints, lengths_of, sort_rows, starts_of
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.coded_items import CodedItems
from segmentation.analysis.days import NO_DAY

FEWEST_ITEMS = 2
"""One new item may be chance."""


def adoption_days(lines: CleanLines, items: CodedItems, *, item_starts: Ints, first_day: Ints) -> Floats:
    """Per company, the median days from launch to first purchase of what was launched after its first order.

    `first_day` is of every company, NO_DAY without an order. NaN for fewer than two such items. An item bought before
    its launch counts as bought on the day.
    """
    owner, day = lines.customer[item_starts], lines.day[item_starts].astype(np.int64)
    launched = items.launched[lines.sku[item_starts]]
    fresh = np.flatnonzero((launched != NO_DAY) & (launched > first_day[owner]))
    wait = np.maximum(day[fresh] - launched[fresh], 0)
    longest = int(wait.max(initial=0)) + 1
    _, order = sort_rows((owner[fresh], len(lines.customer_names)), (wait, longest))
    owner, wait = owner[fresh][order], wait[order]
    starts = starts_of(owner)
    counts = lengths_of(starts, len(owner))
    median = np.full(len(lines.customer_names), np.nan)
    middle = (wait[starts + (counts - 1) // 2] + wait[starts + counts // 2]) / 2
    median[owner[starts]] = np.where(counts >= FEWEST_ITEMS, middle, np.nan)
    return median
