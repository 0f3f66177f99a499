"""A fingerprint of each customer's canonical lines, for sources that cannot take one where the lines are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

Words = npt.NDArray[np.uint64]

MULTIPLIERS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
STEP = np.uint64(0x9E3779B97F4A7C15)


def hash_frame(frame: pd.DataFrame) -> pd.Series:
    """Customer -> 32 hex digits, sorted by key; the same for any order of the lines."""
    columns = sorted(name for name in frame.columns if name != "customer_key")
    words = np.zeros(len(frame), dtype=np.uint64)
    for name in columns:
        words = _mix(words * STEP + _words_of(frame[name]))
    customers = frame["customer_key"].astype("category").cat.remove_unused_categories()
    names, codes = customers.cat.categories, customers.cat.codes.to_numpy()
    order = np.argsort(codes, kind="stable")
    if not len(order):
        return pd.Series({}, dtype="str")
    sorted_codes = codes[order]
    starts = np.flatnonzero(np.concatenate(([True], sorted_codes[1:] != sorted_codes[:-1])))
    sums = np.add.reduceat(words[order], starts)
    twice = np.add.reduceat(_mix(words[order] + STEP), starts)
    texts = [f"{one:016x}{two:016x}" for one, two in zip(sums.tolist(), twice.tolist(), strict=True)]
    found = pd.Series(texts, index=[str(name) for name in names[sorted_codes[starts]]], dtype="str")
    return found.loc[sorted(found.index)]


def hash_texts(texts: Iterable[str]) -> str:
    """32 hex digits for a sequence of texts; no two sequences run together."""
    digest = hashlib.blake2b(digest_size=16)
    for text in texts:
        encoded = text.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def _words_of(column: pd.Series) -> Words:
    if isinstance(column.dtype, pd.CategoricalDtype) or not pd.api.types.is_numeric_dtype(column.dtype):
        values = column.astype("category")
        names = np.asarray(values.cat.categories, dtype=np.object_)
        return pd.util.hash_array(names, categorize=False)[values.cat.codes.to_numpy()]
    return _mix(column.to_numpy().astype(np.int64).view(np.uint64) * STEP)


def _mix(words: Words) -> Words:
    """Spread every bit over the whole word (the finisher of SplitMix64)."""
    words = (words ^ (words >> np.uint64(30))) * MULTIPLIERS[0]
    words = (words ^ (words >> np.uint64(27))) * MULTIPLIERS[1]
    return words ^ (words >> np.uint64(31))
