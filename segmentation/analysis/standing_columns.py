"""The columns that companies and companies in a category have in common."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.arrays import SCALE, Ints
from segmentation.analysis.buyclass import BUYCLASSES, MAJOR, NEW, ROUTINE
from segmentation.analysis.confidence import class_confidence
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.occasions import Occasions
from segmentation.analysis.shares import Standing


def count_occasions(occasions: Occasions, owners: int) -> Ints:
    """Occasions of every owner, 0 for those without."""
    counts = np.zeros(owners, dtype=np.int64)
    counts[occasions.owners] = occasions.counts
    return counts


def standing_columns(standing: Standing, *, counts: Ints, config: ClassifierConfig) -> dict[str, Any]:
    """Class, shares, their weight and how sure the class is."""
    return {
        "buyclass": texts([kind.value for kind in BUYCLASSES], standing.buyclass),
        "share_routine": standing.shares[ROUTINE] / SCALE,
        "share_major": standing.shares[MAJOR] / SCALE,
        "share_new": standing.shares[NEW] / SCALE,
        "evidence": np.round(standing.evidence, 6),
        "confidence": class_confidence(standing, occasions=counts, config=config),
    }


def texts(names: list[str], codes: npt.NDArray[np.signedinteger]) -> pd.Series[str]:
    """The name of every code, as a text column."""
    return pd.Series(names, dtype="str").take(codes).reset_index(drop=True)


def dates(days: Ints) -> npt.NDArray[np.object_]:
    """Days since 1970-01-01 as dates; None where there is none."""
    found: npt.NDArray[np.object_] = days.astype("datetime64[D]").astype(np.object_)
    return found
