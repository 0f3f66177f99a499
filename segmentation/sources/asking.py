"""What any order source can be asked, whether or not it has a quick way of its own to answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from segmentation.contracts import CountsLines, CustomerRange, OrderSource, ReadsRanges, TakesFingerprints
from segmentation.sources.frame_hash import hash_frame

CUSTOMERS_AT_A_TIME = 1000


def count_lines(source: OrderSource) -> pd.Series:
    """Lines of each customer, sorted by key (int64)."""
    if isinstance(source, CountsLines):
        return source.line_counts()
    counts = dict.fromkeys(sorted(source.customer_keys()), 0)
    for _keys, frame in source.shards(CUSTOMERS_AT_A_TIME):
        found = frame["customer_key"].value_counts()
        counts.update((str(key), int(lines)) for key, lines in found.items() if lines)
    return pd.Series(counts, dtype="int64")


def read_range(source: OrderSource, customers: CustomerRange, *, without: Collection[str] = ()) -> pd.DataFrame:
    """All lines of the customers in a range, but for those to leave out."""
    if isinstance(source, ReadsRanges):
        return source.read_range(customers, without=without)
    return source.read([key for key in keys_in(source, customers) if key not in set(without)])


def take_fingerprints(source: OrderSource, customers: CustomerRange | Sequence[str]) -> pd.Series:
    """Customer -> text that changes when the customer's lines do; those without a line are left out."""
    if isinstance(source, TakesFingerprints):
        return source.fingerprints(customers)
    keys = keys_in(source, customers) if isinstance(customers, CustomerRange) else sorted(set(customers))
    parts = [
        hash_frame(source.read(keys[start : start + CUSTOMERS_AT_A_TIME]))
        for start in range(0, len(keys), CUSTOMERS_AT_A_TIME)
    ]
    return pd.concat(parts) if parts else pd.Series({}, dtype="str")


def keys_in(source: OrderSource, customers: CustomerRange) -> list[str]:
    """The source's customers in a range, sorted."""
    return sorted(key for key in source.customer_keys() if key in customers)
