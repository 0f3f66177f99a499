from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from segmentation.models import BuyclassChange, CategoryProfile, CustomerProfile, Run
from segmentation.models.among import Among
from segmentation.services.result_rows import ResultRows, plain, reason_texts, to_arrow
from segmentation.services.write_rows import delete_rows, insert_rows, update_rows

CATEGORIES_A_TIME = 600_000
"""Rows turned into text at once; bounds memory."""

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

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
    "activity",
    "first_order",
    "expected_from",
    "expected_to",
    "usual_gap_days",
    "regularity",
    "value_year",
    "value_year_before",
    "holds_until",
    "history_truncated",
    "held",
    "lines_hash",
)
VERSIONS = ("config_version", "prior_version")


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
    categories_changed: Bools


def store_profiles(rows: ResultRows, *, source_hashes: npt.NDArray[np.object_], origin: Origin) -> Stored:
    """Write the profiles that differ from what is stored, and log each move.

    `as_of` and `classified_at` say when a profile last became what it is, so a company with no news is not written.
    The caller holds the customers' locks.
    """
    before = _stored(rows.customers["customer_key"])
    is_new = before["buyclass"].isna().to_numpy()
    same_categories = _equal(before["categories_hash"], rows.owner_hashes)
    unchanged = same_categories & _equal(before["result_hash"], rows.customer_hashes)
    for name in VERSIONS:
        unchanged &= _equal(before[name], getattr(origin, name))
    _write_customers(rows, np.flatnonzero(is_new), source_hashes, origin, add=True)
    _write_customers(rows, np.flatnonzero(~unchanged & ~is_new), source_hashes, origin, add=False)
    _note_sources(rows, np.flatnonzero(unchanged & ~_equal(before["source_hash"], source_hashes)), source_hashes)
    old = before["buyclass"].fillna("")
    moved = ~_equal(old, rows.customers["buyclass"].astype("str"))
    _log_changes(rows.customers, np.flatnonzero(moved), old=old, origin=origin)
    _store_categories(rows, changed=~same_categories, is_new=is_new, origin=origin)
    return Stored(moved=int((moved & ~is_new).sum()), categories_changed=~same_categories)


def _equal(stored: pd.Series, fresh: object) -> Bools:
    """Row by row; what is not stored equals nothing."""
    return (stored == fresh).fillna(False).to_numpy(dtype=np.bool_)


def _stored(keys: pd.Series) -> pd.DataFrame:
    """What is known of each of these, in their order; nothing where nothing is stored."""
    wanted = keys.astype("str").tolist()
    names = ("buyclass", "source_hash", *VERSIONS)
    columns = ["customer_key", *names, "result_hash", "categories_hash"]
    found = CustomerProfile.objects.filter(Among("customer_key", wanted)).values_list(*columns)
    frame = pd.DataFrame.from_records(list(found), columns=columns).set_index("customer_key")
    types = {**dict.fromkeys(names, "str"), "result_hash": "Int64", "categories_hash": "Int64"}
    return frame.astype(types).reindex(wanted).reset_index(drop=True)


def _write_customers(
    rows: ResultRows, at: Ints, source_hashes: npt.NDArray[np.object_], origin: Origin, *, add: bool
) -> None:
    if not len(at):
        return
    frame = rows.customers.take(at)
    table = to_arrow(
        frame,
        ("customer_key", *COMPUTED),
        reason_params=reason_texts(frame, as_of=rows.as_of),
        result_hash=rows.customer_hashes[at],
        categories_hash=rows.owner_hashes[at],
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


def _note_sources(rows: ResultRows, at: Ints, source_hashes: npt.NDArray[np.object_]) -> None:
    """The orders changed and the result did not: keep what they look like now."""
    if len(at):
        update_rows(
            CustomerProfile, to_arrow(rows.customers.take(at), ("customer_key",), source_hash=source_hashes[at])
        )


def _store_categories(rows: ResultRows, *, changed: Bools, is_new: Bools, origin: Origin) -> None:
    """Write the classes per category that differ from what is stored, and delete those that no longer hold."""
    at = np.flatnonzero(changed[rows.owner])
    known = rows.customers["customer_key"][changed & ~is_new].astype("str").tolist()
    stored = _stored_categories(known)
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
    same = _equal(stored["result_hash"].take(place), rows.category_hashes[at])
    differs = np.flatnonzero((place >= 0) & ~same)
    table = _category_table(rows, at[differs])
    table = table.append_column("id", pa.array(stored["pk"].to_numpy()[place[differs]]))
    update_rows(CategoryProfile, table)
    # A first class in a category is no move: the company had its own there until then.
    old = stored["buyclass"].take(place[differs]).reset_index(drop=True)
    moved = np.flatnonzero(old.to_numpy() != rows.categories["buyclass"].take(at[differs]).astype("str").to_numpy())
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


def _log_changes(rows: pd.DataFrame, at: Ints, *, old: pd.Series, origin: Origin) -> None:
    if not len(at):
        return
    moves = rows.take(at)
    table = to_arrow(
        moves,
        ("customer_key", "reason_code"),
        category=plain(moves["category"]) if "category" in moves else "",
        old=plain(old.take(at)),
        new=plain(moves["buyclass"]),
        reason_params=reason_texts(moves, as_of=origin.as_of),
        as_of=origin.as_of,
        run_id=origin.run.pk,
        at=origin.now,
    )
    insert_rows(BuyclassChange, table)
