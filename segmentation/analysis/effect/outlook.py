"""When a difference of a given size could be seen, from how far companies differ and how far one company does."""

from __future__ import annotations

import math
from dataclasses import dataclass

from segmentation.analysis.effect.figures import BOUNDARY, FEWEST, LAST_NIGHT, Effect

CHANCE = 0.8416
"""Standard errors that a difference must lie beyond the boundary to be found 4 times in 5."""
MOST_HELD_OUT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """When a difference of `size` (0.1 for 10 %) would be found 4 times in 5, if it is there.

    days      more that it takes, 0 where they have gone by already; None where it is never seen within LAST_NIGHT days
    held_out  percent to hold out instead, where the days are None; None where half of all were too few as well
    """

    size: float
    days: int | None = None
    held_out: int | None = None


def look_ahead(effect: Effect, *, size: float = 0.1) -> Outlook | None:
    """None while there are too few orders to tell how far companies differ."""
    few = min(effect.on.orders, effect.held_out.orders) < FEWEST
    if few or effect.spread is None or effect.held_out.value <= 0 or effect.spread.days <= 0:
        return None
    everybody = effect.on.companies + effect.held_out.companies
    held = effect.held_out.companies
    allowed = (size * effect.held_out.value / (BOUNDARY + CHANCE)) ** 2
    needed = _days_needed(effect, allowed, held=held) if held >= FEWEST else math.inf
    if needed <= LAST_NIGHT:
        return Outlook(size=size, days=max(0, math.ceil(needed - effect.days)))
    percents = range(1 + 100 * held // everybody, MOST_HELD_OUT + 1)
    enough = (
        percent
        for percent in percents
        if everybody * percent // 100 >= FEWEST
        and _days_needed(effect, allowed, held=everybody * percent // 100) <= LAST_NIGHT
    )
    return Outlook(size=size, held_out=next(enough, None))


def _days_needed(effect: Effect, allowed: float, *, held: int) -> float:
    """How long everybody has to be looked at for the variance of the difference to come down to what is allowed."""
    assert effect.spread is not None  # noqa: S101 - the caller looked
    everybody = effect.on.companies + effect.held_out.companies
    left = allowed / (1 / held + 1 / (everybody - held)) - effect.spread.between
    return effect.spread.within * effect.spread.days / left if left > 0 else math.inf
