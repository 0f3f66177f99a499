"""The facts of a reason under their names, as they are stored and put into words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from segmentation.analysis.days import as_dates
from segmentation.analysis.reason_codes import (
    EXPLORES,
    IN_BETWEEN,
    MAJOR_SIZE,
    MODIFIED_QUANTITY,
    MODIFIED_TERMS,
    MODIFIED_VARIANTS,
    RE_EVALUATION,
    ROUTINE_REPEAT,
)

COUNTED = {"orders": "reason_orders", "lines": "reason_lines"}
COLUMNS_OF: dict[str, dict[str, str]] = {
    ROUTINE_REPEAT: {"share": "share_routine", **COUNTED, "repeat_lines": "reason_hits"},
    MODIFIED_QUANTITY: {**COUNTED, "quantity_lines": "reason_hits"},
    MODIFIED_VARIANTS: {**COUNTED, "variant_lines": "reason_hits"},
    MODIFIED_TERMS: {**COUNTED, "terms_lines": "reason_hits"},
    MAJOR_SIZE: {"times": "reason_number", "ordered_on": "reason_day"},
    RE_EVALUATION: {"months": "reason_number", "ordered_on": "reason_day"},
    IN_BETWEEN: {"routine_share": "share_routine", "new_share": "share_new"},
    EXPLORES: {"share": "reason_number", "orders": "reason_orders"},
}


def reason_params(rows: pd.DataFrame, *, as_of: date) -> list[dict[str, Any]]:
    """One mapping of plain JSON types per row of a classification; empty where the code says it all."""
    params: list[dict[str, Any]] = [{} for _ in range(len(rows))]
    codes = rows["reason_code"].astype("str").to_numpy()
    for code, columns in COLUMNS_OF.items():
        at = np.flatnonzero(codes == code)
        if len(at):
            found = {name: _plain(rows[column].iloc[at], name) for name, column in columns.items()}
            for row, facts in zip(at.tolist(), zip(*found.values(), strict=True), strict=True):
                params[row] = dict(zip(found, facts, strict=True))
    if "expected_to" in rows.columns:
        _add_expected_window(params, rows, np.flatnonzero(codes == ROUTINE_REPEAT), as_of)
    _add_what_is_held_back(params, rows)
    return params


def _plain(column: pd.Series, name: str) -> Sequence[Any]:
    if name == "ordered_on":
        return [str(day) for day in as_dates(column)]
    if name == "months":
        return list(column.astype("int64").tolist())
    return list(column.round(2).tolist())


def _add_expected_window(params: list[dict[str, Any]], rows: pd.DataFrame, routine: np.ndarray, as_of: date) -> None:
    """Say when the next routine order is expected, unless that has passed."""
    to_come = routine[(rows["expected_to"].iloc[routine] >= pd.Timestamp(as_of)).to_numpy()]
    starts, ends = (as_dates(rows[name].iloc[to_come]) for name in ("expected_from", "expected_to"))
    for row, start, end in zip(to_come.tolist(), starts, ends, strict=True):
        params[row].update(expected_from=str(start), expected_to=str(end))


def _add_what_is_held_back(params: list[dict[str, Any]], rows: pd.DataFrame) -> None:
    """Say what the class would be without hysteresis, where it is another."""
    unheld = rows["unheld"].astype("str").to_numpy()
    for row in np.flatnonzero(rows["buyclass"].astype("str").to_numpy() != unheld).tolist():
        share = round(float(rows[f"share_{unheld[row]}"].iloc[row]), 2)
        params[row].update(held_from=str(unheld[row]), held_share=share)
