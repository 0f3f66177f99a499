"""What was worked out, as rows to store: with a hash of each, by which a run finds what differs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from segmentation import conf
from segmentation.analysis.bought import BoughtKind
from segmentation.analysis.classify import Classification
from segmentation.analysis.reason_facts import COLUMNS_OF, reason_params

Ints = npt.NDArray[np.int64]

NOT_STORED = ("order_chance",)
"""What follows from what is stored and the day."""
WINDOW = ("expected_from", "expected_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRows:
    """Sorted by key, and by category within; hashes are in the rows' order."""

    as_of: date
    customers: pd.DataFrame
    customer_hashes: Ints
    categories: pd.DataFrame
    category_hashes: Ints
    owner: Ints
    """Of each category row, the position of its company among the customers."""
    owner_hashes: Ints
    """Of each company, over the rows of its categories; 0 for a company without any."""
    bought: Mapping[BoughtKind, pd.DataFrame]
    bought_days: Mapping[BoughtKind, pd.DataFrame]
    bought_hashes: Ints
    """Of each company, over what it bought, and for how long its days are kept; 0 for one that bought nothing."""


def result_rows(result: Classification, *, as_of: date) -> ResultRows:
    """Everything that is stored of a result, hashed in whole columns."""
    customers, categories = result.customers, result.categories
    category_hashes = _hash_rows(categories)
    owner = owners_of(categories, customers)
    owner_hashes = np.zeros(len(customers), dtype=np.int64)
    np.add.at(owner_hashes, owner, category_hashes)
    return ResultRows(
        as_of=as_of,
        customers=customers,
        # Whether a reason still speaks of the expected window depends on the day.
        customer_hashes=_hash_rows(
            customers.drop(columns=list(NOT_STORED)).assign(to_come=customers["expected_to"] >= pd.Timestamp(as_of))
        ),
        categories=categories,
        category_hashes=category_hashes,
        owner=owner,
        owner_hashes=owner_hashes,
        bought=result.bought,
        bought_days=result.bought_days,
        bought_hashes=_bought_hashes(result.bought, customers),
    )


def owners_of(rows: pd.DataFrame, customers: pd.DataFrame) -> Ints:
    """Of each row, the position of its company among the customers."""
    keys = rows["customer_key"].cat
    owner: Ints = pd.Index(customers["customer_key"]).get_indexer(keys.categories)[keys.codes.to_numpy()]
    return owner


def _bought_hashes(bought: Mapping[BoughtKind, pd.DataFrame], customers: pd.DataFrame) -> Ints:
    total = np.zeros(len(customers), dtype=np.int64)
    for place, rows in enumerate(bought.values(), start=1):
        # A kind's hashes are multiplied, so that an item may have the name of a category.
        np.add.at(total, owners_of(rows, customers), _hash_rows(rows) * np.int64(2 * place + 1))
    # With days to be kept for longer, everybody's are written anew.
    return total * np.int64(2 * conf.get("BOUGHT_DAYS") + 1)


def to_arrow(frame: pd.DataFrame, columns: Sequence[str], **more: Any) -> pa.Table:
    """These columns with plain texts and dates, and more: an array each, or one value for all rows."""
    arrays: dict[str, pa.Array] = {name: plain(frame[name]) for name in columns}
    for name, value in more.items():
        is_column = isinstance(value, np.ndarray | pd.Series | pa.Array)
        arrays[name] = pa.array(value) if is_column else pa.repeat(pa.scalar(value), len(frame))
    return pa.table(arrays)


def plain(column: pd.Series) -> pa.Array:
    """A column as Arrow, with texts and not their codes; every point in time here is a day."""
    array = pa.Array.from_pandas(column)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_large_string(array.type):
        return array.cast(pa.string())
    return array.cast(pa.date32()) if pa.types.is_timestamp(array.type) else array


def reason_texts(rows: pd.DataFrame, *, as_of: date) -> pa.Array:
    """The facts of every row's reason as JSON; rows with the same facts share the work of writing them down."""
    code, codes = rows["reason_code"].cat.codes.to_numpy(), list(rows["reason_code"].cat.categories)
    buyclass, unheld = (rows[name].cat.codes.to_numpy() for name in ("buyclass", "unheld"))
    held = buyclass != unheld
    facts = {"code": code, "buyclass": buyclass, "unheld": unheld}
    for column in sorted({column for columns in COLUMNS_OF.values() for column in columns.values()}):
        told = held if column.startswith("share_") else np.zeros(len(rows), dtype=np.bool_)
        told = told | np.array([column in COLUMNS_OF.get(name, {}).values() for name in codes], dtype=np.bool_)[code]
        values = rows[column].to_numpy()
        values = np.round(values, 2) if values.dtype.kind == "f" else values.astype(np.int64)
        facts[column] = np.where(told, values, np.zeros((), dtype=values.dtype))
    facts["share_major"] = np.where(held, np.round(rows["share_major"].to_numpy(), 2), 0.0)
    facts |= {name: rows[name].to_numpy().astype(np.int64) for name in WINDOW if name in rows}
    kind, _ = pd.factorize(pd.util.hash_pandas_object(pd.DataFrame(facts), index=False))
    _, first = np.unique(kind, return_index=True)
    different = [json.dumps(facts) for facts in reason_params(rows.take(first), as_of=as_of)]
    return pa.array(different, type=pa.string()).take(pa.array(kind))


def _hash_rows(frame: pd.DataFrame) -> Ints:
    return pd.util.hash_pandas_object(frame, index=False).to_numpy().view(np.int64)
