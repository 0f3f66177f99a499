"""How much of what companies bought came back, from the lines as they were before returns were taken off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.analysis.activity import NEVER
from segmentation.analysis.arrays import Floats, Ints
from segmentation.analysis.coding import CodedLines
from segmentation.analysis.value import YEAR

DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """One entry per company, of the last 365 days; NaN where nothing was sold to it."""

    value_share: Floats
    lines_share: Floats
    changes_on: Ints
    """First later day on which either differs if no line is added; NEVER where none does."""


def sent_back(lines: CodedLines, *, as_of: int) -> SentBack:
    """A return counts on its own day, whenever the item was bought; so a share could be more than all, and is cut."""
    companies = len(lines.customer_names)
    rows = np.flatnonzero((lines.day <= as_of) & (lines.day > as_of - YEAR))
    owner, quantity, value = lines.customer[rows], lines.quantity[rows], lines.value[rows]
    sale, back = (quantity > 0) & (value > 0), quantity < 0
    first_day = np.full(companies, NEVER, dtype=np.int64)
    counted = np.flatnonzero(sale | back)
    np.minimum.at(first_day, owner[counted], lines.day[rows[counted]].astype(np.int64))
    sold, returned = _sums(owner[sale], value[sale], companies), _sums(owner[back], -value[back], companies)
    sales, returns = (_sums(owner[some], np.ones(int(some.sum()), dtype=np.int64), companies) for some in (sale, back))
    return SentBack(
        value_share=_share(returned, sold),
        lines_share=_share(returns, sales),
        changes_on=np.where(first_day == NEVER, NEVER, np.minimum(first_day, NEVER - YEAR) + YEAR),
    )


def _sums(owner: np.ndarray, values: Ints, companies: int) -> Ints:
    total = np.zeros(companies, dtype=np.int64)
    np.add.at(total, owner, values)
    return total


def _share(part: Ints, whole: Ints) -> Floats:
    share = np.full(len(whole), np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    return np.clip(np.round(share, DIGITS), 0, 1)
