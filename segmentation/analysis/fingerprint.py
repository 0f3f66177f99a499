"""A fingerprint of a company's cleaned lines, by which a later run sees whether anything changed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.arrays import starts_of
from segmentation.analysis.clean import CleanLines

Words = npt.NDArray[np.uint64]

_DAY, _QUANTITY, _VALUE, _MIX_1, _MIX_2 = (
    np.uint64(odd)
    for odd in (
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xBF58476D1CE4E5B9,
        0x94D049BB133111EB,
    )
)


def hash_lines(lines: CleanLines) -> npt.NDArray[np.object_]:
    """32 hex digits per company, the same for any order of its lines; zeros for a company without any."""
    hashes = np.full(len(lines.customer_names), "0" * 32, dtype=np.object_)
    if not len(lines.day):
        return hashes
    words = _hash_texts(lines.sku_names)[lines.sku]
    # The category's hash is doubled so that an item named like its category does not cancel out.
    words ^= (_hash_texts(lines.category_names) << np.uint64(1))[lines.category]
    for column, odd in ((lines.day, _DAY), (lines.quantity, _QUANTITY), (lines.value, _VALUE)):
        words ^= _mix(column.astype(np.uint64) * odd)
    words = _mix(words)
    starts = starts_of(lines.customer.astype(np.int64))
    sums, parities = np.add.reduceat(words, starts), np.bitwise_xor.reduceat(words, starts)
    texts = [f"{total:016x}{parity:016x}" for total, parity in zip(sums.tolist(), parities.tolist(), strict=True)]
    hashes[lines.customer[starts]] = texts
    return hashes


def _hash_texts(texts: pd.Index | list[str]) -> Words:
    return pd.util.hash_array(np.asarray(texts, dtype=np.object_), categorize=False)


def _mix(words: Words) -> Words:
    """Spread every bit over the whole word (the finisher of SplitMix64)."""
    words ^= words >> np.uint64(30)
    words *= _MIX_1
    words ^= words >> np.uint64(27)
    words *= _MIX_2
    words ^= words >> np.uint64(31)
    return words
