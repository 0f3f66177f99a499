"""What is measured of a feature, and the figures that come out; nothing here needs numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

FIRST_NIGHT = 14
"""Days after the first enrolment from which on a difference may be claimed."""
LAST_NIGHT = 364
BOUNDARY = 2.9
"""Standard errors on either side. Of two groups that differ in nothing, 5 in 100 ever differ by more on any night
between the first and the last (2.89 for a Brownian motion looked at daily); for a single look it would be 1.96."""
FEWEST = 20
"""Companies in each group, and orders in each, below which no interval is given and nothing is claimed."""


class Metric(StrEnum):
    """What is compared, each as a sum over a sum, so that nobody is left out for having ordered too little."""

    ORDERS = "orders"
    """Orders a company in 30 days."""
    REVENUE = "revenue"
    """Net sales a company in 30 days, in minor units."""
    LINES = "lines_per_order"
    GAP = "days_between_orders"
    """Days that go by for each order, over all companies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One of the two groups: companies, their orders, the metric (adjusted for how they bought before)."""

    companies: int
    orders: int
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Variance of one company's contribution to the metric: what lasts, and what a longer look averages out."""

    between: float
    within: float
    """Over `days` days."""
    days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The metric of those switched on less that of those held out.

    low, high       the interval; None where a group has nobody, or too few to tell
    relative        by which part of the held-out value; with its own interval where that value is clearly above zero
    """

    metric: Metric
    on: Group
    held_out: Group
    days: int
    """Since the first enrolment."""
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    relative: float | None = None
    relative_low: float | None = None
    relative_high: float | None = None
    spread: Spread | None = None

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        parts = {
            "metric": Metric(payload["metric"]),
            "on": Group(**payload["on"]),
            "held_out": Group(**payload["held_out"]),
            "spread": Spread(**payload["spread"]) if payload["spread"] else None,
        }
        return cls(**{**payload, **parts})

    def as_payload(self) -> dict[str, Any]:
        """What is stored; `from_payload` reads it."""
        return asdict(self)

    @property
    def is_seen(self) -> bool:
        """Whether a difference may be claimed."""
        if self.low is None or self.high is None:
            return False
        in_time = FIRST_NIGHT <= self.days <= LAST_NIGHT
        return self.is_enough and in_time and not self.low <= 0 <= self.high

    @property
    def is_enough(self) -> bool:
        """Whether there are companies and orders enough in each group for an interval."""
        return min(self.on.companies, self.held_out.companies, self.on.orders, self.held_out.orders) >= FEWEST
