"""Fingerprints of a company's cleaned lines and of days in them, by which a later run sees what changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.arrays import Ints, starts_of
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.coding import CodedLines

Words = npt.NDArray[np.uint64]

_DAY, _QUANTITY, _VALUE, _TERMS, _MIX_1, _MIX_2 = (
    np.uint64(odd)
    for odd in (
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xBF58476D1CE4E5B9,
        0x94D049BB133111EB,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHashes:
    """A number for every text that a line may name."""

    sku: Words
    category: Words


def hash_texts(lines: CodedLines) -> TextHashes:
    """The texts' numbers, worked out once for all companies."""
    # A category's hash is doubled so that an item named like its category does not cancel out.
    return TextHashes(sku=_hash_all(lines.sku_names), category=_hash_all(lines.category_names) << np.uint64(1))


def hash_lines(lines: CleanLines, hashes: TextHashes) -> npt.NDArray[np.object_]:
    """32 hex digits per company, the same for any order of its lines; zeros for a company without any."""
    found = np.full(len(lines.customer_names), "0" * 32, dtype=np.object_)
    if not len(lines.day):
        return found
    words = hashes.sku[lines.sku]
    words ^= hashes.category[lines.category]
    for column, odd in ((lines.day, _DAY), (lines.quantity, _QUANTITY), (lines.value, _VALUE), (lines.terms, _TERMS)):
        if column is not None:
            _add(words, column, odd)
    words = _mix(words)
    starts = starts_of(lines.customer)
    sums, parities = np.add.reduceat(words, starts), np.bitwise_xor.reduceat(words, starts)
    texts = [f"{total:016x}{parity:016x}" for total, parity in zip(sums.tolist(), parities.tolist(), strict=True)]
    found[lines.customer[starts]] = texts
    return found


def hash_days(days: Ints, values: Ints) -> Ints:
    """A number for every day and what was bought on it; they may be added up."""
    words = np.zeros(len(days), dtype=np.uint64)
    for column, odd in ((days, _DAY), (values, _VALUE)):
        _add(words, column, odd)
    return _mix(words).view(np.int64)


def _add(words: Words, column: npt.NDArray[np.signedinteger], odd: np.uint64) -> None:
    words += column.astype(np.uint64) * odd
    # Spread over the word before the next is added, so that two columns cannot make up for each other.
    words ^= words >> np.uint64(29)
    words *= _MIX_1


def _hash_all(texts: pd.Index | list[str]) -> Words:
    return pd.util.hash_array(np.asarray(texts, dtype=np.object_), categorize=False)


def _mix(words: Words) -> Words:
    """Spread every bit over the whole word (the finisher of SplitMix64)."""
    words ^= words >> np.uint64(30)
    words *= _MIX_1
    words ^= words >> np.uint64(27)
    words *= _MIX_2
    words ^= words >> np.uint64(31)
    return words
