"""What was worked out, as rows to store: with a hash of each, by which a run finds what differs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from segmentation.analysis.classify import Classification

Ints = npt.NDArray[np.int64]

NOT_STORED = frozenset({"p30", "shown", "reason_params"})
"""What follows from what is stored and the day, or says only which rows to store."""
DATES = frozenset({"first_order", "last_order", "expected_from", "expected_to", "holds_until"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRows:
    """Sorted by key, and by category within; `hashes` in the rows' order."""

    customers: pd.DataFrame
    customer_hashes: Ints
    categories: pd.DataFrame
    category_hashes: Ints
    owner: Ints
    """Of each category row, the position of its company among the customers."""
    owner_hashes: Ints
    """Of each company, over the rows of its categories; 0 for a company without any."""


def result_rows(result: Classification) -> ResultRows:
    """Everything that is stored of a result, hashed in whole columns."""
    customers = result.customers.reset_index(drop=True)
    categories = result.categories
    if "shown" in categories:
        categories = categories[categories["shown"].astype(bool)]
    categories = categories.reset_index(drop=True)
    category_hashes = _hash_rows(categories)
    owner = pd.Index(customers["customer_key"].astype("str")).get_indexer(_texts(categories["customer_key"]))
    owner_hashes = np.zeros(len(customers), dtype=np.int64)
    np.add.at(owner_hashes, owner, category_hashes)
    return ResultRows(
        customers=customers,
        customer_hashes=_hash_rows(customers),
        categories=categories,
        category_hashes=category_hashes,
        owner=owner.astype(np.int64),
        owner_hashes=owner_hashes,
    )


def to_arrow(frame: pd.DataFrame, columns: Sequence[str], **more: Any) -> pa.Table:
    """These columns with plain texts, the reasons' facts as JSON, and more: an array each, or one value for all."""
    arrays: dict[str, pa.Array | pa.ChunkedArray] = {}
    for name in columns:
        arrays[name] = _reason_texts(frame) if name == "reason_params" else plain(frame[name])
    for name, value in more.items():
        is_column = isinstance(value, np.ndarray | pd.Series | pa.Array | pa.ChunkedArray)
        arrays[name] = pa.array(value) if is_column else pa.repeat(pa.scalar(value), len(frame))
    return pa.table(arrays)


def plain(column: pd.Series) -> pa.Array:
    """A column as Arrow, with texts and not their codes."""
    array = pa.Array.from_pandas(column)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_large_string(array.type):
        array = array.cast(pa.string())
    if column.name in DATES and not pa.types.is_date(array.type):
        array = array.cast(pa.date32())
    return array


def _hash_rows(frame: pd.DataFrame) -> Ints:
    hashed = frame.drop(columns=[name for name in NOT_STORED if name in frame])
    for name in DATES & set(hashed.columns):
        if hashed[name].dtype == object:
            hashed[name] = hashed[name].to_numpy(dtype="datetime64[D]").astype(np.int64)
    if "reason_params" in frame:
        hashed["reason_params"] = _reason_texts(frame).to_pandas()
    return pd.util.hash_pandas_object(hashed, index=False).to_numpy().view(np.int64)


def _reason_texts(frame: pd.DataFrame) -> pa.Array:
    return pa.array([json.dumps(facts, sort_keys=True) for facts in frame["reason_params"]], type=pa.string())


def _texts(column: pd.Series) -> pd.Index:
    return pd.Index(column.astype("str"))
