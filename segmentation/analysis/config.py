"""Every constant of the classifier that is a judgement and not learnt from data."""

from __future__ import annotations

from dataclasses import dataclass

CONFIG_VERSION = "buyclass-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifierConfig:
    """How order lines are read as routine, major or new. Change a value, change `version`."""

    version: str = CONFIG_VERSION

    merge_window_days: int = 0
    """Purchases at most this many days after the one before belong to the same occasion."""
    return_window_days: int = 180
    """A return is netted against purchases at most this old."""

    quantity_factor: float = 2.0
    """A repeated item within this factor of its usual quantity is routine."""
    size_factor: float = 3.0
    """An order of this many times the usual value is a major purchase."""
    size_min_occasions: int = 2
    """Earlier occasions needed before an order can be called unusually large."""
    gap_days: int = 365
    """Coming back after a longer silence counts as a fresh decision."""
    season_days: int = 365
    season_tolerance_days: int = 45
    """... unless the company bought in the same season a year earlier."""

    half_life_occasions: float = 5.0

    routine_threshold: float = 0.40
    new_threshold: float = 0.40
    hysteresis: float = 0.05
    mixed_below: float = 0.50
    mixed_min_occasions: int = 2

    overdue_floor_days: int = 30
    at_risk_floor_days: int = 60
    lapse_floor_days: int = 270
    lapse_factor: int = 3
    lapse_prior_gaps: int = 2
    lapse_prior_gap_days: int = 60
    guard_from_days: int = 365
    guard_to_days: int = 270
    guard_limit_days: int = 455
    """No lapse while last year's purchase in the season that now begins may still repeat.

    The season starts at the lapse floor: a gap between the two would call a company lapsed for a few days only.
    """

    regularity_min_gaps: int = 4
    regular_gap_factor: float = 1.5
    fairly_regular_gap_factor: float = 2.5
    """Orders are regular when gaps are mostly within this factor of the usual one."""

    window_prior_gaps: int = 4
    """How many gaps the population's spread counts for in the window of the next order."""
    chance_prior_gaps: float = 0.5
    chance_gap_days: float = 150.0
    """The chance of an order soon takes a gap of so many days for granted, and counts it as so many gaps."""
    stop_chance: float = 0.1
    stop_chance_decline: float = 0.6
    """Chance that a company stops after an order: stop_chance / (1 + decline * gaps seen)."""

    reason_occasions: int = 5
    """How many of the latest occasions the reasons count lines in."""
    category_min_occasions: int = 2
    """Occasions in a category before its own class says more than the company's."""


DEFAULT_CONFIG = ClassifierConfig()
