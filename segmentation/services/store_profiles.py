from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from segmentation.models import BuyclassChange, CategoryProfile, CustomerProfile, Run
from segmentation.models.among import Among
from segmentation.services.result_rows import ResultRows, plain, reason_texts, to_arrow
from segmentation.services.store_bought import store_bought
from segmentation.services.store_share_history import store_share_history
from segmentation.services.write_rows import delete_rows, insert_rows, update_rows

CATEGORIES_A_TIME = 600_000
"""Rows turned into text at once; bounds memory."""

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Objects = npt.NDArray[np.object_]

SHARED = (
    "buyclass",
    "share_routine",
    "share_major",
    "share_new",
    "evidence",
    "confidence",
    "occasions",
    "last_order",
    "reason_code",
)
COMPUTED = (
    *SHARED,
    "mixed",
    "routine_ahead",
    "activity",
    "first_order",
    "expected_from",
    "expected_to",
    "usual_gap_days",
    "regularity",
    "value_year",
    "value_year_before",
    "lifecycle",
    "orders_year",
    "order_value_average",
    "last_order_value",
    "largest_order_value",
    "value_trend",
    "items_per_order",
    "returned_value_share",
    "returned_lines_share",
    "lifetime_value",
    "products_bought",
    "categories_bought",
    "basket_stability",
    "brand_loyalty",
    "top_grade_share",
    "adoption_days",
    "holds_until",
    "history_truncated",
    "held",
    "lines_hash",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which run a result comes from, as of which day, by which constants."""

    run: Run
    as_of: date
    now: datetime
    config_version: str
    prior_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What storing came to; masks are in the order of the customers."""

    moved: int
    """Companies that were of another type before."""
    changed: Bools
    """Whose profile or categories are not what they were."""


def store_profiles(rows: ResultRows, *, source_hashes: Objects, origin: Origin) -> Stored:
    """Write the profiles that differ from what is stored, and log each move.

    `as_of` and `classified_at` say when a profile last became what it is, so a company with no news is not written.
    The caller holds the customers' locks.
    """
    before = _stored(rows.customers["customer_key"])
    is_new = before.buyclass == ""
    same_categories = before.categories_hash == rows.owner_hashes
    same_bought = before.bought_hash == rows.bought_hashes
    unchanged = same_bought & same_categories & (before.result_hash == rows.customer_hashes)
    unchanged &= (before.config_version == origin.config_version) & (before.prior_version == origin.prior_version)
    _write_customers(rows, np.flatnonzero(is_new), source_hashes, origin, add=True)
    _write_customers(rows, np.flatnonzero(~unchanged & ~is_new), source_hashes, origin, add=False)
    _note_sources(rows, np.flatnonzero(unchanged & (before.source_hash != source_hashes)), source_hashes)
    moved = before.buyclass != _objects(rows.customers["buyclass"])
    _log_changes(rows.customers, np.flatnonzero(moved), old=before.buyclass, origin=origin)
    _store_categories(rows, changed=~same_categories, is_new=is_new, origin=origin)
    store_bought(rows, changed=~same_bought)
    store_share_history(rows.customers.take(np.flatnonzero(~unchanged)), as_of=origin.as_of)
    return Stored(moved=int((moved & ~is_new).sum()), changed=~unchanged)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What is stored of every customer, in their order; "" and None, which equals nothing, where nothing is."""

    buyclass: Objects
    source_hash: Objects
    config_version: Objects
    prior_version: Objects
    result_hash: Objects
    categories_hash: Objects
    bought_hash: Objects


def _stored(keys: pd.Series) -> _Before:
    wanted = keys.astype("str").tolist()
    names = [field.name for field in fields(_Before)]
    found = CustomerProfile.objects.filter(Among("customer_key", wanted)).values_list("customer_key", *names)
    by_key = {key: values for key, *values in found}
    nothing = ["", "", "", "", None, None, None]
    rows = [by_key.get(key, nothing) for key in wanted]
    return _Before(
        **{name: np.array([row[place] for row in rows], dtype=np.object_) for place, name in enumerate(names)}
    )


def _objects(column: pd.Series) -> Objects:
    return np.asarray(column.cat.categories, dtype=np.object_)[column.cat.codes.to_numpy()]


def _write_customers(rows: ResultRows, at: Ints, source_hashes: Objects, origin: Origin, *, add: bool) -> None:
    if not len(at):
        return
    frame = rows.customers.take(at)
    table = to_arrow(
        frame,
        ("customer_key", *COMPUTED),
        reason_params=reason_texts(frame, as_of=rows.as_of),
        result_hash=rows.customer_hashes[at],
        categories_hash=rows.owner_hashes[at],
        bought_hash=rows.bought_hashes[at],
        source_hash=source_hashes[at],
        config_version=origin.config_version,
        prior_version=origin.prior_version,
        as_of=origin.as_of,
        classified_at=origin.now,
    )
    if add:
        insert_rows(CustomerProfile, table)
    else:
        update_rows(CustomerProfile, table)


def _note_sources(rows: ResultRows, at: Ints, source_hashes: Objects) -> None:
    """The orders changed and the result did not: keep what they look like now."""
    if len(at):
        update_rows(
            CustomerProfile, to_arrow(rows.customers.take(at), ("customer_key",), source_hash=source_hashes[at])
        )


def _store_categories(rows: ResultRows, *, changed: Bools, is_new: Bools, origin: Origin) -> None:
    """Write the classes per category that differ from what is stored, and delete those that no longer hold."""
    at = np.flatnonzero(changed[rows.owner])
    stored = _stored_categories(rows.customers["customer_key"][changed & ~is_new].astype("str").tolist())
    if stored.empty:
        _add_categories(rows, at)
        return
    fresh = rows.categories.take(at)
    pairs = pd.MultiIndex.from_arrays([fresh["customer_key"].astype("str"), fresh["category"].astype("str")])
    there = pd.MultiIndex.from_frame(stored[["customer_key", "category"]])
    place = there.get_indexer(pairs)
    _add_categories(rows, at[place < 0])
    gone = np.ones(len(stored), dtype=np.bool_)
    gone[place[place >= 0]] = False
    delete_rows(CategoryProfile, stored["pk"].to_numpy()[gone].tolist())
    known = stored["result_hash"].take(place)
    same = (known == rows.category_hashes[at]).fillna(value=False).to_numpy(dtype=np.bool_)
    differs = np.flatnonzero((place >= 0) & ~same)
    table = _category_table(rows, at[differs])
    table = table.append_column("id", pa.array(stored["pk"].to_numpy()[place[differs]]))
    update_rows(CategoryProfile, table)
    # A first class in a category is no move: the company had its own there until then.
    old = stored["buyclass"].to_numpy(dtype=np.object_)[place[differs]]
    moved = np.flatnonzero(old != _objects(rows.categories["buyclass"].take(at[differs])))
    _log_changes(rows.categories.take(at[differs[moved]]), np.arange(len(moved)), old=old.take(moved), origin=origin)


def _stored_categories(keys: list[str]) -> pd.DataFrame:
    columns = ["pk", "customer_key", "category", "buyclass", "result_hash"]
    found = CategoryProfile.objects.filter(Among("customer_key", keys)).values_list(*columns) if keys else []
    return pd.DataFrame.from_records(list(found), columns=columns).astype({"result_hash": "Int64"})


def _add_categories(rows: ResultRows, at: Ints) -> None:
    for start in range(0, len(at), CATEGORIES_A_TIME):
        insert_rows(CategoryProfile, _category_table(rows, at[start : start + CATEGORIES_A_TIME]))


def _category_table(rows: ResultRows, at: Ints) -> pa.Table:
    frame = rows.categories.take(at)
    facts = reason_texts(frame, as_of=rows.as_of)
    columns = ("customer_key", "category", *SHARED)
    return to_arrow(frame, columns, reason_params=facts, result_hash=rows.category_hashes[at])


def _log_changes(rows: pd.DataFrame, at: Ints, *, old: Objects, origin: Origin) -> None:
    if not len(at):
        return
    moves = rows.take(at)
    table = to_arrow(
        moves,
        ("customer_key", "reason_code"),
        category=plain(moves["category"]) if "category" in moves else "",
        old=pa.array(old[at], type=pa.string()),
        new=plain(moves["buyclass"]),
        reason_params=reason_texts(moves, as_of=origin.as_of),
        as_of=origin.as_of,
        run_id=origin.run.pk,
        at=origin.now,
    )
    insert_rows(BuyclassChange, table)
