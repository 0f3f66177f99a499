"""How far a company has come: from its activity, its number of orders and its years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from segmentation.analysis.activity import ACTIVITIES, NEVER, Rhythm
from segmentation.analysis.arrays import Bools, Floats, Ints
from segmentation.analysis.value import YEAR, Worth
from segmentation.contracts import Activity, Lifecycle

LIFECYCLES = tuple(Lifecycle)
"""In the order of the codes."""
LITTLE_PERCENT = 10
"""A year that differs by less from the one before is about the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One entry per company with an occasion."""

    stage: npt.NDArray[np.int8]
    """Position in LIFECYCLES."""
    trend: Floats
    """Percent; NaN where the year before is no measure."""
    changes_on: Ints
    """The day from which the year before is known in full; NEVER where it is, or never mattered."""


def course_of(rhythm: Rhythm, worth: Worth, *, counts: Ints, truncated: Bools, history_from: int, as_of: int) -> Course:
    """Stage and trend. A company that is older than the orders on record is compared once these cover two years."""
    complete_on = history_from + 2 * YEAR - 1
    known = ~truncated | (as_of >= complete_on)
    measured = known & (worth.year_before > 0)
    trend = np.full(len(counts), np.nan)
    difference = worth.last_year - worth.year_before
    np.divide(difference * 100.0, worth.year_before, out=trend, where=measured)
    # In whole numbers, so that exactly a tenth counts as a tenth.
    moved = measured & (np.abs(difference) >= -(-worth.year_before * LITTLE_PERCENT // 100))
    activity = rhythm.activity
    stages = [
        (activity == ACTIVITIES.index(Activity.LAPSED), Lifecycle.LAPSED),
        ((counts == 1) & ~truncated, Lifecycle.FIRST_ORDER),
        (activity == ACTIVITIES.index(Activity.AT_RISK), Lifecycle.DECLINING),
        (moved & (difference < 0), Lifecycle.DECLINING),
        (moved | (known & (worth.year_before <= 0)), Lifecycle.GROWING),
    ]
    codes = np.select(
        [holds for holds, _ in stages],
        [LIFECYCLES.index(stage) for _, stage in stages],
        LIFECYCLES.index(Lifecycle.STABLE),
    )
    return Course(
        stage=codes.astype(np.int8),
        trend=np.round(trend, 1),
        changes_on=np.where(known, NEVER, complete_on),
    )
