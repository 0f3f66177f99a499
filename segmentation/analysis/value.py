"""What a company is worth: net value over the last twelve months, beside the twelve before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.analysis.activity import NEVER, first_day_after
from segmentation.analysis.arrays import Ints, sum_runs
from segmentation.analysis.occasions import Occasions

YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """One entry per company with an occasion; net of returns, in minor units."""

    last_year: Ints
    """Of the 365 days that end with the day."""
    year_before: Ints
    changes_on: Ints
    """First later day on which either differs if nothing is ordered; NEVER where none does."""


def yearly_worth(occasions: Occasions, *, as_of: int) -> Worth:
    """Rolling years and never calendar years, so that a figure is complete on every day."""
    age = as_of - occasions.day
    years = [
        sum_runs(np.where((age >= start) & (age < start + YEAR), occasions.value, 0), occasions.starts)
        for start in (0, YEAR)
    ]
    leaving = [first_day_after(occasions, days, as_of=as_of) for days in (YEAR, 2 * YEAR)]
    return Worth(
        last_year=years[0],
        year_before=years[1],
        changes_on=np.minimum(*leaving) if len(age) else np.full(0, NEVER, dtype=np.int64),
    )
