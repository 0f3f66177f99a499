"""Days as numbers since 1970-01-01, and as what a frame holds."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.arrays import Ints

EPOCH = date(1970, 1, 1)
NO_DAY = np.iinfo(np.int64).min
"""Where there is no day; the same bits as numpy's not-a-time."""

SECONDS_PER_DAY = 86_400


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_column(days: Ints) -> npt.NDArray[np.datetime64]:
    """Days as the dates of a frame's column, to the second as pandas needs it; not-a-time for NO_DAY."""
    return days.astype("datetime64[D]").astype("datetime64[s]")


def as_dates(column: pd.Series) -> list[date | None]:
    """The days of a frame's column as plain dates; None where there is none."""
    dates: list[date | None] = column.to_numpy().astype("datetime64[D]").astype(object).tolist()
    return dates
