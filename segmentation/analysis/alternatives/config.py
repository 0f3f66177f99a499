"""Every constant of the relations between items that is a judgement and not learnt from data."""

from __future__ import annotations

from dataclasses import dataclass

RELATIONS_VERSION = "relations-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationConfig:
    """How items are found to be alternatives, or to go together. Change a value, change `version`."""

    version: str = RELATIONS_VERSION

    window_days: int = 730
    """Purchases older than this say nothing about today's range."""
    half_life_days: int = 90
    """A company's tie to an item halves in this time after each purchase."""
    longest_basket: int = 100
    """A day with more different items than this is a restocking, and says nothing about what goes together."""
    widest_range: int = 200
    """Of one company, at most so many items of a category are paired: those it holds on to most."""

    min_companies: int = 5
    """A computed relation rests on at least so many companies, so that no single one can be told from it."""
    shrinkage: float = 5.0
    """Companies' worth of doubt in the likeness of two items; keeps rare pairs low."""
    neighbours: int = 20
    """Substitutes kept for an item."""
    dearest: float = 4.0
    """A substitute costs at most so many times as much as the item, and at least as small a part of it."""

    switch_intervals: int = 2
    """An item is given up once so many of the company's own usual gaps have passed without it ..."""
    switch_floor_days: int = 60
    """... and at least so many days."""
    switch_window_days: int = 365
    """A switch counts while the other item was first bought this recently."""
    min_switches: int = 3
    switch_weight: float = 1.0
    """What companies that switched add to the likeness, as a share of those that bought the item or the other."""

    newcomer_days: int = 60
    """Who first bought an item this recently is a newcomer to it; substitutes that win newcomers come first."""

    companions: int = 10
    """Complements kept for an item."""
    min_ratio: float = 10.83
    """Least log-likelihood ratio of a complement: less than one in a thousand by chance."""
    min_lift: float = 2.0
    """A complement is bought together so many times as often as by chance."""


DEFAULT_RELATIONS = RelationConfig()
