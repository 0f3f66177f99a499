"""What is expected of a company before its own orders say more."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

ShareRow = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Mean behaviour of a population of buyers; frozen and versioned, so that a class can be explained later."""

    version: str
    order_index: tuple[int, ...]
    """First order index of each bucket, ascending from 0."""
    shares: tuple[ShareRow, ...]
    """Per bucket: mean routine, major and new share of the next occasion."""
    category_shares: ShareRow
    category_first_shares: ShareRow
    prior_gaps: int
    """How many gaps the population's mean gap counts for."""
    gap_days: float
    """Geometric mean gap between two occasions in the population."""
    window_quantiles: tuple[float, float]
    """Actual over predicted gap at 25 and 75 %: the window in which the next order is expected."""
    due_quantile: float
    overdue_quantile: float
    at_risk_quantile: float

    def __post_init__(self) -> None:
        if len(self.order_index) != len(self.shares) or self.order_index[0] != 0:
            raise ValueError("A prior needs one row of shares per bucket, and its first bucket starts at 0.")
        if list(self.order_index) != sorted(set(self.order_index)):
            raise ValueError("The buckets of a prior start at ascending order indices.")
        for row in (*self.shares, self.category_shares, self.category_first_shares):
            if abs(sum(row) - 1.0) > 1e-9 or min(row) < 0:
                raise ValueError(f"Shares of a prior are not negative and sum to 1, not {row}.")

    def shares_after(self, occasions: int) -> ShareRow:
        """Expected shares of the next occasion of a company with so many behind it."""
        return self.shares[bisect_right(self.order_index, occasions) - 1]

    def category_shares_after(self, occasions: int) -> ShareRow:
        """Expected shares of the next occasion in one category: only the first can be new."""
        return self.category_shares if occasions else self.category_first_shares


def normalised(routine: float, major: float, new: float) -> ShareRow:
    """Three weights as shares that sum to 1."""
    total = routine + major + new
    return (routine / total, major / total, new / total)


DEFAULT_PRIOR = Prior(
    version="online-retail-1",
    order_index=(0, 1, 2, 3, 4, 5, 7, 10, 15, 25),
    shares=(
        normalised(0, 0, 1),
        normalised(19, 34, 47),
        normalised(27, 41, 32),
        normalised(33, 44, 24),
        normalised(37, 43, 20),
        normalised(38, 46, 15),
        normalised(45, 43, 11),
        normalised(48, 44, 8),
        normalised(50, 44, 5),
        normalised(48, 49, 2),
    ),
    category_shares=normalised(47, 53, 0),
    category_first_shares=normalised(0, 0, 1),
    prior_gaps=2,
    gap_days=24.9,
    window_quantiles=(0.67, 2.36),
    due_quantile=1.27,
    overdue_quantile=2.8,
    at_risk_quantile=4.4,
)
