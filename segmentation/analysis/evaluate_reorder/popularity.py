"""Counting: what the company, or everybody, bought most often."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.arrays import Ints
from segmentation.analysis.evaluate_reorder.lists import alphabet, fill_up, own_lists
from segmentation.analysis.evaluate_reorder.metrics import Lists
from segmentation.analysis.evaluate_reorder.protocol import Cutoff


def personal_top(cutoff: Cutoff) -> tuple[Lists, Lists]:
    """P-TopFreq: own items by how many orders had them, equal ones by the latest purchase, then by SKU."""
    own = own_lists(cutoff, cutoff.habits.times, cutoff.habits.last)
    return own, own


def global_top(cutoff: Cutoff) -> tuple[Lists, Lists]:
    """G-TopFreq: everybody's items by how many orders had them."""
    popular, counts = _most_frequent(cutoff)
    nothing = np.full((len(cutoff.measured), 1), -1, dtype=np.int64)
    everybody = np.tile(popular[:20], (len(cutoff.measured), 1))
    full = np.concatenate((everybody, np.repeat(nothing, max(20 - everybody.shape[1], 0), axis=1)), axis=1)
    return full, own_lists(cutoff, counts[cutoff.habits.sku])


def personal_then_global_top(cutoff: Cutoff) -> tuple[Lists, Lists]:
    """GP-TopFreq: the personal list, filled up from everybody's."""
    own, _ = personal_top(cutoff)
    popular, _ = _most_frequent(cutoff)
    return fill_up(cutoff, own, popular), own


def _most_frequent(cutoff: Cutoff) -> tuple[Ints, Ints]:
    """SKU codes from the most frequent on, and the count by code."""
    counts = np.bincount(cutoff.lines.sku, minlength=len(cutoff.names)).astype(np.int64)
    order = np.lexsort((alphabet(cutoff), -counts))
    return order[: cutoff.known_skus], counts
