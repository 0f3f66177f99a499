from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from segmentation.models import BoughtItem
from segmentation.models.among import Among
from segmentation.models.relations import SKU_LENGTH
from segmentation.services.result_rows import ResultRows, owners_of, to_arrow
from segmentation.services.write_rows import delete_rows, insert_rows, update_rows

ROWS_A_TIME = 400_000
"""Rows turned into text, or compared, at once; bounds memory."""
KEY = ["customer_key", "kind", "item"]
GIVEN = ("customer_key", "item", "first_day", "last_day", "orders", "quantity", "value")
COMPARED = GIVEN[2:]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def store_bought(rows: ResultRows, *, changed: Bools) -> None:
    """Write what changed companies bought where it differs from what is stored, and delete what they sent back.

    Nobody else is read. The caller holds the customers' locks.
    """
    keys = rows.customers["customer_key"].astype("str").to_numpy(dtype=np.object_)
    owners = {kind: owners_of(bought, rows.customers) for kind, bought in rows.bought.items()}
    storable = {kind: _storable(bought) for kind, bought in rows.bought.items()}
    for some in _in_turn(list(owners.values()), changed):
        fresh = [
            to_arrow(bought[some[owners[kind]] & storable[kind]], GIVEN, kind=kind.value)
            for kind, bought in rows.bought.items()
        ]
        _store_difference(pa.concat_tables(fresh), keys[some].tolist())


def _storable(bought: pd.DataFrame) -> Bools:
    """Whether an item's name can be kept; no rule can name a longer one."""
    names = bought["item"].cat
    fits = np.array([len(name) <= SKU_LENGTH for name in names.categories], dtype=np.bool_)
    return fits[names.codes.to_numpy()]


def _in_turn(owners: list[Ints], changed: Bools) -> Iterator[Bools]:
    """These companies a part at a time, with about so many rows in each."""
    at = np.flatnonzero(changed)
    counts = sum((np.bincount(owner, minlength=len(changed))[at] for owner in owners), start=np.zeros_like(at))
    part = (np.cumsum(counts) - counts) // ROWS_A_TIME
    for number in np.unique(part):
        some = np.zeros(len(changed), dtype=np.bool_)
        some[at[part == number]] = True
        yield some


def _store_difference(fresh: pa.Table, keys: list[str]) -> None:
    names = ["pk", *KEY, *COMPARED]
    found = BoughtItem.objects.filter(Among("customer_key", keys)).values_list(*names)
    stored = pd.DataFrame.from_records(list(found), columns=names)
    if stored.empty:
        insert_rows(BoughtItem, fresh)
        return
    frame = fresh.to_pandas()
    place = pd.MultiIndex.from_frame(stored[KEY]).get_indexer(pd.MultiIndex.from_frame(frame[KEY]))
    there = np.flatnonzero(place >= 0)
    old = stored.take(place[there])
    differs = np.zeros(len(there), dtype=np.bool_)
    for name in COMPARED:
        differs |= frame[name].to_numpy()[there] != old[name].to_numpy()
    gone = np.ones(len(stored), dtype=np.bool_)
    gone[place[there]] = False
    delete_rows(BoughtItem, stored["pk"].to_numpy()[gone].tolist())
    insert_rows(BoughtItem, fresh.take(pa.array(np.flatnonzero(place < 0))))
    ids = pa.array(old["pk"].to_numpy(dtype=np.int64)[differs])
    update_rows(BoughtItem, fresh.take(pa.array(there[differs])).append_column("id", ids))
