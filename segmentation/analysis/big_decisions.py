"""Occasions on which even a repeated item was decided anew: unusually large, or after a long silence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.analysis.arrays import ROUNDING, SCALE, Bools, Floats, Ints, fixed, fixed_log, lengths_of, pack
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.occasions import Occasions


@dataclass(frozen=True, slots=True, kw_only=True)
class BigDecisions:
    """One entry per occasion."""

    large: Bools
    """Worth several times the owner's usual order."""
    back: Bools
    """After a long silence, outside the owner's season, and not large."""
    ahead: Ints
    """Logarithm of the value less those of the earlier ones on average, in millionths, times their number."""
    index: Ints
    """0 for an owner's first occasion, 1 for the second, ..."""
    gap_days: Ints
    """Days since the occasion before; 0 for a first."""

    @property
    def times_usual(self) -> Floats:
        """Value over the geometric mean of the earlier ones; 1 for a first."""
        times: Floats = np.exp(self.ahead / np.maximum(self.index, 1) / SCALE)
        return times


def find_big_decisions(occasions: Occasions, *, config: ClassifierConfig) -> BigDecisions:
    """Which occasions were unusually large, and which came after a long silence."""
    first = np.repeat(occasions.starts, lengths_of(occasions.starts, len(occasions.day)))
    index = np.arange(len(occasions.day), dtype=np.int64) - first
    value = fixed_log(occasions.value)
    before = np.cumsum(value)
    before -= value
    before -= before[first]
    ahead = value * index - before
    large = (index >= config.size_min_occasions) & (ahead >= (fixed(np.log(config.size_factor)) - ROUNDING) * index)
    gap = np.diff(occasions.day, prepend=0)
    gap[occasions.starts] = 0
    silent = np.flatnonzero(gap > config.gap_days)
    back = np.zeros(len(gap), dtype=np.bool_)
    back[silent] = ~_bought_a_season_ago(occasions, silent, config)
    return BigDecisions(large=large, back=back & ~large, ahead=ahead, index=index, gap_days=gap)


def _bought_a_season_ago(occasions: Occasions, rows: Ints, config: ClassifierConfig) -> Bools:
    """Whether the owner also bought about a year before each of these occasions."""
    if not len(rows):
        return np.empty(0, dtype=np.bool_)
    days = int(occasions.day.max()) + 1
    owners = int(occasions.owner.max()) + 1
    keys = pack((occasions.owner, owners), (occasions.day, days))
    base = occasions.owner[rows] * days
    middle = occasions.day[rows] - config.season_days
    earliest = np.maximum(middle - config.season_tolerance_days, 0)
    latest = middle + config.season_tolerance_days
    found = np.searchsorted(keys, base + latest, side="right") - np.searchsorted(keys, base + earliest, side="left")
    # A latest day before 1970 would reach into the owner before this one.
    return (found > 0) & (latest >= 0)
