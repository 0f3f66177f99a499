from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.db import transaction

from segmentation.models import ReorderList
from segmentation.reorder_item import ITEM_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

STORED_ITEMS = 50
Items = dict[str, list[Any]]


@transaction.atomic
def store_reorder_lists(
    frame: pd.DataFrame, *, customer_keys: Collection[str], as_of: date, statistics_version: str
) -> int:
    """Write the lists of these companies that differ from what is stored; brings back how many were written or deleted.

    `frame` is what `rank_reorders` brings back, sorted by company and rank. A company without a row in it has no list
    any more. `as_of` and the version say when a list last became what it is. The caller holds the customers' locks.
    """
    wanted = _lists(frame[frame["customer_key"].isin(list(customer_keys)) & (frame["rank"] <= STORED_ITEMS)])
    hashes = {key: _hash(items) for key, items in wanted.items()}
    stored = dict(ReorderList.objects.filter(customer_key__in=customer_keys).values_list("customer_key", "items_hash"))
    stale = [key for key in stored if key not in wanted]
    if stale:
        ReorderList.objects.filter(customer_key__in=stale).delete()
    changed = [key for key, items_hash in hashes.items() if items_hash != stored.get(key)]
    ReorderList.objects.bulk_create(
        [
            ReorderList(
                customer_key=key,
                items=wanted[key],
                items_hash=hashes[key],
                as_of=as_of,
                statistics_version=statistics_version,
            )
            for key in changed
        ],
        update_conflicts=True,
        unique_fields=["customer_key"],
        update_fields=["items", "items_hash", "as_of", "statistics_version"],
        batch_size=500,
    )
    return len(stale) + len(changed)


def _lists(frame: pd.DataFrame) -> dict[str, Items]:
    """One list a company and column; cut from whole columns, for rows one by one take ten times as long."""
    rounded = frame.assign(repeat_rate=(frame["repeat_rate"] * 100).round().astype("int64"))
    columns = {name: rounded[column].tolist() for name, column in ITEM_COLUMNS.items()}
    keys, starts = frame["customer_key"].tolist(), (frame["rank"] == 1).to_numpy().nonzero()[0].tolist()
    ends = [*starts, len(keys)][1:]
    return {
        keys[start]: {name: values[start:end] for name, values in columns.items()}
        for start, end in zip(starts, ends, strict=True)
    }


def _hash(items: Items) -> str:
    return blake2b(json.dumps(items, separators=(",", ":")).encode(), digest_size=16).hexdigest()
