"""What is expected of a company before its own orders say more."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from hashlib import blake2b
from typing import Any

ShareRow = tuple[float, float, float]
"""Routine, major and new."""
BreadthRow = tuple[float, float, float]
"""One number for each of `expectations.BREADTH`."""

ORDER_INDEX = (0, 1, 2, 3, 4, 5, 7, 10, 15, 25)
"""First order index of each bucket, in every prior that is fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Mean behaviour of a population of buyers; frozen and versioned, so that a class can be explained later."""

    version: str
    """A name, and a hash of everything below."""
    weight: float
    """How many occasions the expectation counts for beside the company's own."""
    order_index: tuple[int, ...]
    """First order index of each bucket, ascending from 0."""
    shares: tuple[ShareRow, ...]
    """Per bucket: routine, major and new expected of the next occasion, as far as own behaviour leaves it open."""
    centres: tuple[BreadthRow, ...] = ()
    """Per bucket: the mean breadth of its companies. Empty where breadth is not heeded."""
    slopes: tuple[ShareRow, ...] = ()
    """Per figure of breadth: what one more than the mean of the bucket adds to each share; every row sums to 0."""
    category_shares: tuple[ShareRow, ...]
    """Per bucket of occasions in one category: what is expected of the next one there. Only the first can be new."""
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
        buckets = len(self.order_index)
        if (len(self.shares), len(self.category_shares)) != (buckets, buckets) or self.order_index[0] != 0:
            raise ValueError("A prior needs one row of shares per bucket, and its first bucket starts at 0.")
        if list(self.order_index) != sorted(set(self.order_index)):
            raise ValueError("The buckets of a prior start at ascending order indices.")
        for row in (*self.shares, *self.category_shares):
            if abs(sum(row) - 1.0) > 1e-9 or min(row) < 0:
                raise ValueError(f"Shares of a prior are not negative and sum to 1, not {row}.")
        if bool(self.slopes) != bool(self.centres) or (self.centres and len(self.centres) != len(self.shares)):
            raise ValueError("A prior that heeds breadth needs its mean in every bucket.")
        if any(abs(sum(row)) > 1e-9 for row in self.slopes):
            raise ValueError("What breadth adds to one share it takes from the others.")
        if self.weight <= 0:
            raise ValueError("A prior counts for more than nothing.")

    def shares_after(self, occasions: int) -> ShareRow:
        """Expected shares of the next occasion of a company of mean breadth with so many behind it."""
        return self.shares[bisect_right(self.order_index, occasions) - 1]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Prior:
        """What `to_dict` gave; raises ValueError where it was changed since."""
        names = {field.name for field in fields(cls)}
        if set(values) != names:
            raise ValueError(f"A stored prior has the fields {', '.join(sorted(names))}.")
        prior = cls(**{name: _as_tuples(value) for name, value in values.items()})
        if stamp(prior, prior.version.rpartition("-")[0]) != prior:
            raise ValueError(f"The stored prior {prior.version} is not what it was when it was frozen.")
        return prior


def stamp(prior: Prior, name: str) -> Prior:
    """The prior under a version that tells its content: the name and a hash."""
    content = {key: value for key, value in prior.to_dict().items() if key != "version"}
    digest = blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=4).hexdigest()
    return replace(prior, version=f"{name}-{digest}")


def _as_tuples(value: Any) -> Any:
    return tuple(_as_tuples(item) for item in value) if isinstance(value, list | tuple) else value


def normalised(routine: float, major: float, new: float) -> ShareRow:
    """Three weights as shares that sum to 1."""
    total = routine + major + new
    return (routine / total, major / total, new / total)


DEFAULT_PRIOR = stamp(
    Prior(
        version="",
        weight=3.0,
        order_index=ORDER_INDEX,
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
        category_shares=(normalised(0, 0, 1), *(normalised(47, 53, 0),) * 9),
        prior_gaps=2,
        gap_days=24.9,
        window_quantiles=(0.67, 2.36),
        due_quantile=1.27,
        overdue_quantile=2.8,
        at_risk_quantile=4.4,
    ),
    "online-retail",
)
"""One wholesaler's first year. Breadth is left out: its slopes do not carry over to another shop's assortment."""
