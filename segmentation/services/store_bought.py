from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from segmentation.analysis.bought import BoughtKind
from segmentation.models import BoughtItem
from segmentation.models.among import Among
from segmentation.models.relations import SKU_LENGTH
from segmentation.services.result_rows import ResultRows, owners_of, to_arrow
from segmentation.services.write_rows import delete_rows, insert_rows, update_rows

ROWS_A_TIME = 400_000
"""Rows turned into text, or compared, at once; bounds memory."""
COMPARED = ("orders", "quantity", "value")
DAYS = ("first_day", "last_day")
COLUMNS = ("customer_key", "item", *DAYS, *COMPARED)

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def store_bought(rows: ResultRows, *, changed: Bools, is_new: Bools) -> None:
    """Write what changed companies bought where it differs from what is stored, and delete what they sent back.

    Nobody else is read. The caller holds the customers' locks.
    """
    if not changed.any():
        return
    keys = rows.customers["customer_key"].astype("str").to_numpy(dtype=np.object_)
    known = changed & ~is_new
    for kind, bought in rows.bought.items():
        owner = owners_of(bought, rows.customers)
        storable = _storable(bought)
        _add(kind, bought, np.flatnonzero((changed & is_new)[owner] & storable))
        for some in _in_turn(owner, known):
            at = np.flatnonzero(some[owner] & storable)
            _store_difference(kind, bought.take(at).reset_index(drop=True), keys[some].tolist())


def _storable(bought: pd.DataFrame) -> Bools:
    """Whether an item's name can be kept; no rule can name a longer one."""
    names = bought["item"].cat
    fits = np.array([len(name) <= SKU_LENGTH for name in names.categories], dtype=np.bool_)
    return fits[names.codes.to_numpy()] if len(fits) else np.ones(len(bought), dtype=np.bool_)


def _in_turn(owner: Ints, known: Bools) -> list[Bools]:
    """These companies a part at a time, with about so many rows in each."""
    at = np.flatnonzero(known)
    counts = np.bincount(owner, minlength=len(known))[at]
    part = (np.cumsum(counts) - counts) // ROWS_A_TIME
    turns = []
    for number in np.unique(part):
        some = np.zeros(len(known), dtype=np.bool_)
        some[at[part == number]] = True
        turns.append(some)
    return turns


def _add(kind: BoughtKind, bought: pd.DataFrame, at: Ints) -> None:
    for start in range(0, len(at), ROWS_A_TIME):
        insert_rows(BoughtItem, _table(kind, bought.take(at[start : start + ROWS_A_TIME])))


def _store_difference(kind: BoughtKind, fresh: pd.DataFrame, keys: list[str]) -> None:
    names = ["pk", *COLUMNS]
    found = BoughtItem.objects.filter(Among("customer_key", keys), kind=kind.value).values_list(*names)
    stored = pd.DataFrame.from_records(list(found), columns=names)
    if stored.empty:
        _add(kind, fresh, np.arange(len(fresh)))
        return
    pairs = pd.MultiIndex.from_arrays([fresh["customer_key"].astype("str"), fresh["item"].astype("str")])
    there = pd.MultiIndex.from_frame(stored[["customer_key", "item"]])
    place = there.get_indexer(pairs)
    kept = np.flatnonzero(place >= 0)
    old = stored.take(place[kept])
    differs = np.zeros(len(kept), dtype=np.bool_)
    for name in COMPARED:
        differs |= fresh[name].to_numpy()[kept] != old[name].to_numpy(dtype=np.int64)
    for name in DAYS:
        differs |= fresh[name].to_numpy()[kept] != old[name].to_numpy(dtype="datetime64[s]")
    gone = np.ones(len(stored), dtype=np.bool_)
    gone[place[kept]] = False
    delete_rows(BoughtItem, stored["pk"].to_numpy()[gone].tolist())
    _add(kind, fresh, np.flatnonzero(place < 0))
    changed = _table(kind, fresh.take(kept[differs]))
    update_rows(BoughtItem, changed.append_column("id", pa.array(old["pk"].to_numpy(dtype=np.int64)[differs])))


def _table(kind: BoughtKind, rows: pd.DataFrame) -> pa.Table:
    return to_arrow(rows, COLUMNS, kind=kind.value)
