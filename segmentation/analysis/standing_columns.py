"""The columns that companies and companies in a category have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.arrays import SCALE, Ints
from segmentation.analysis.buyclass import BUYCLASSES, MAJOR, NEW, ROUTINE
from segmentation.analysis.confidence import class_confidence
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.days import day_column
from segmentation.analysis.reason_codes import REASON_CODES, Reasons
from segmentation.analysis.shares import Standing

Columns = dict[str, npt.NDArray[Any]]

TEXTS: Mapping[str, Sequence[str]] = {
    "buyclass": [kind.value for kind in BUYCLASSES],
    "unheld": [kind.value for kind in BUYCLASSES],
    "reason_code": REASON_CODES,
}
"""Columns that are numbers until they become a frame, and what the numbers stand for."""


def standing_columns(standing: Standing, reasons: Reasons, *, occasions: Ints, config: ClassifierConfig) -> Columns:
    """Class, shares, their weight, how sure the class is, and why it is so."""
    return {
        "buyclass": standing.buyclass,
        "share_routine": standing.shares[ROUTINE] / SCALE,
        "share_major": standing.shares[MAJOR] / SCALE,
        "share_new": standing.shares[NEW] / SCALE,
        "evidence": np.round(standing.evidence, 6),
        "confidence": class_confidence(standing, occasions=occasions, config=config),
        "unheld": standing.unheld,
        "occasions": occasions.astype(np.int32),
        "reason_code": reasons.code,
        "reason_orders": reasons.orders.astype(np.int32),
        "reason_lines": reasons.lines.astype(np.int32),
        "reason_hits": reasons.hits.astype(np.int32),
        "reason_number": reasons.number,
        "reason_day": day_column(reasons.day),
    }


def as_frame(parts: Sequence[Columns], texts: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The parts one below the other, with the texts that numbers stand for."""
    columns: dict[str, Any] = {}
    for name in parts[0]:
        values = np.concatenate([part[name] for part in parts])
        if name in texts:
            columns[name] = pd.Categorical.from_codes(values, categories=pd.Index(list(texts[name]), dtype="str"))
        else:
            columns[name] = values
    # Columns as they are: put side by side into blocks, they would all be copied once more.
    return pd.DataFrame(columns, copy=False)
