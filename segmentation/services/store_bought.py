from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from django.db.models import Model

from segmentation.analysis.bought import BoughtKind
from segmentation.models import BoughtDay, BoughtItem
from segmentation.models.among import Among
from segmentation.models.relations import SKU_LENGTH
from segmentation.services.result_rows import ResultRows, owners_of, to_arrow
from segmentation.services.write_rows import delete_rows, insert_rows, update_rows

ROWS_A_TIME = 400_000
"""Rows turned into text, or compared, at once; bounds memory."""

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Where rows of every kind go: `key` tells them apart, and `compared` is what may differ."""

    model: type[Model]
    key: Sequence[str]
    compared: Sequence[str]
    owners: Mapping[BoughtKind, Ints]
    storable: Mapping[BoughtKind, Bools]
    rows: Mapping[BoughtKind, pd.DataFrame]


def store_bought(rows: ResultRows, *, changed: Bools) -> None:
    """Write what changed companies bought where it differs from what is stored, and delete what they sent back.

    Nobody else is read. The caller holds the customers' locks.
    """
    keys = rows.customers["customer_key"].astype("str").to_numpy(dtype=np.object_)
    item = ("customer_key", "kind", "item")
    totals = ("first_day", "last_day", "orders", "quantity", "value")
    tables = (
        _table(BoughtItem, rows.bought, rows.customers, key=item, compared=totals),
        _table(BoughtDay, rows.bought_days, rows.customers, key=(*item, "day"), compared=("value",)),
    )
    for some in _in_turn([owner for table in tables for owner in table.owners.values()], changed):
        for table in tables:
            _store_difference(table, some, keys[some].tolist())


def _table(
    model: type[Model],
    rows: Mapping[BoughtKind, pd.DataFrame],
    customers: pd.DataFrame,
    *,
    key: Sequence[str],
    compared: Sequence[str],
) -> _Table:
    return _Table(
        model=model,
        key=key,
        compared=compared,
        owners={kind: owners_of(bought, customers) for kind, bought in rows.items()},
        storable={kind: _storable(bought) for kind, bought in rows.items()},
        rows=rows,
    )


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


def _store_difference(table: _Table, some: Bools, keys: list[str]) -> None:
    """Make the table hold these companies' rows."""
    model, key, compared = table.model, list(table.key), list(table.compared)
    given = [name for name in (*key, *compared) if name != "kind"]
    fresh = pa.concat_tables(
        to_arrow(bought[some[table.owners[kind]] & table.storable[kind]], given, kind=kind.value)
        for kind, bought in table.rows.items()
    )
    names = ["pk", *key, *compared]
    found = model._default_manager.filter(Among("customer_key", keys)).values_list(*names)
    stored = pd.DataFrame.from_records(list(found), columns=names)
    if stored.empty:
        insert_rows(model, fresh)
        return
    frame = fresh.to_pandas()
    place = pd.MultiIndex.from_frame(stored[key]).get_indexer(pd.MultiIndex.from_frame(frame[key]))
    there = np.flatnonzero(place >= 0)
    old = stored.take(place[there])
    differs = np.zeros(len(there), dtype=np.bool_)
    for name in compared:
        differs |= frame[name].to_numpy()[there] != old[name].to_numpy()
    gone = np.ones(len(stored), dtype=np.bool_)
    gone[place[there]] = False
    delete_rows(model, stored["pk"].to_numpy()[gone].tolist())
    insert_rows(model, fresh.take(pa.array(np.flatnonzero(place < 0))))
    ids = pa.array(old["pk"].to_numpy(dtype=np.int64)[differs])
    update_rows(model, fresh.take(pa.array(there[differs])).append_column("id", ids))
