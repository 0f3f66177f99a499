"""Rows of a classification as plain Python values, for a database, a file or a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from segmentation.analysis.days import as_dates
from segmentation.analysis.reason_facts import reason_params


def plain_rows(rows: pd.DataFrame, columns: Sequence[str], *, as_of: date) -> list[dict[str, Any]]:
    """These columns of every row: texts, numbers, dates or None, and `reason_params` under that name."""
    values: list[Sequence[Any]] = [
        reason_params(rows, as_of=as_of) if name == "reason_params" else _plain(rows[name]) for name in columns
    ]
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


def _plain(column: pd.Series) -> Sequence[Any]:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return as_dates(column)
    if pd.api.types.is_float_dtype(column.dtype):
        return [None if value != value else value for value in column.tolist()]  # noqa: PLR0124
    if isinstance(column.dtype, pd.Int64Dtype):
        return [None if value is pd.NA else value for value in column.tolist()]
    return list(column.tolist())
