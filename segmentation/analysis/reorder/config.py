"""Every constant of the reorder list that is a judgement and not learnt from data."""

from __future__ import annotations

from dataclasses import dataclass, field

from segmentation.analysis.config import DEFAULT_CONFIG, ClassifierConfig

REORDER_VERSION = "reorder-1"

HALF_LIVES: tuple[int, ...] = (3, 7, 14, 28, 56, 112, 224)
"""Days in which a purchase loses half its weight in the demand for an item; demand is kept for each of them."""
SLOWER = 2
"""Steps from the half-life of demand now to the one of usual demand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderConfig:
    """How own habit and general demand weigh. Change a value, change `version`.

    score = own * ln(habit) + trend * ln(demand now / usual demand)
          + demand * ln(usual demand) + repeat * ln(repeat rate)
    """

    version: str = REORDER_VERSION

    half_life_orders: int = 7
    """Orders of the company after which a purchase counts half towards its habit."""
    own: int = 100
    trend: int = 120
    demand: int = 30
    repeat: int = 50
    """The weights of the four terms, in hundredths."""

    pace: float = 0.8
    """Demand now is measured with the longest half-life of at most this share of the usual gap between orders."""
    unknown_gap_days: int = 25
    """The usual gap where nobody has ordered twice."""
    demand_floor: int = 3
    """Purchases added on both sides of the trend, so that rare items do not seem to boom or to vanish."""
    repeat_prior: int = 10
    """Buyers at the average repeat rate that every item starts with."""

    interval_prior_items: int = 5
    """Gaps at the average of all items that an item's usual interval starts with."""
    interval_prior_own: int = 2
    """Gaps at the item's usual interval that a company's own one starts with."""

    neighbours: int = 50
    """Items kept as bought by the same companies, for each item."""
    neighbour_shrinkage: int = 5
    """Companies that buy only one of two items, added to every pair."""
    neighbour_habits: int = 100
    """The firmest habits of each company that count for it."""

    fit_pull: float = 50.0
    """How strongly `fit_weights` draws to these weights."""

    cleaning: ClassifierConfig = field(default=DEFAULT_CONFIG)
    """How returns are netted and days merged."""


DEFAULT_REORDER_CONFIG = ReorderConfig()
