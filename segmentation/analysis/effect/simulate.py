"""Companies whose feature has a known effect, to show that the measurement finds it and finds nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.clean import CleanLines, clean_lines
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.days import day_number
from segmentation.analysis.effect.outcomes import BEFORE_DAYS
from segmentation.contracts import ORDER_COLUMNS

START = date(2026, 1, 1)
"""The day on which everybody is enrolled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Skewed as a B2B shop's customers are: few large ones, rare orders, order values with a long tail."""

    companies: int = 400
    held_out: int = 10
    """Percent."""
    orders_a_month: float = 2.0
    rate_spread: float = 0.8
    """Coefficient of variation of the companies' rates (gamma)."""
    order_value: float = 50_000.0
    """Mean, in minor units."""
    company_spread: float = 0.8
    order_spread: float = 0.8
    """Standard deviations of the logarithm, of companies and of one company's orders (lognormal)."""
    tail: float = 0.0
    """Exponent of Pareto's distribution, for companies and orders both, instead of the lognormal one."""
    never: float = 0.0
    """The part of the companies that never order; the others order so much the more."""
    lines_an_order: float = 2.0
    more_orders: float = 0.0
    larger_orders: float = 0.0
    """The effect: 0.1 for 10 % more orders, or for orders worth 10 % more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedTrial:
    """The simulated orders, and who was enrolled."""

    lines: CleanLines
    enrolment: pd.DataFrame


def simulate_trial(market: Market, *, days: int, seed: int) -> SimulatedTrial:
    """Orders of BEFORE_DAYS before START and of `days` days after it."""
    chance = np.random.default_rng(seed)
    held_out = np.zeros(market.companies, dtype=bool)
    held_out[chance.permutation(market.companies)[: market.companies * market.held_out // 100]] = True
    shape = 1 / market.rate_spread**2
    rate = chance.gamma(shape, market.orders_a_month / shape, market.companies) / 30
    if market.never:
        rate *= (chance.random(market.companies) >= market.never) / (1 - market.never)
    size = _skewed(chance, market.companies, spread=market.company_spread, tail=market.tail)
    more = 1 + market.more_orders * ~held_out
    ordered = np.hstack(
        [
            chance.poisson(rate[:, None], (market.companies, BEFORE_DAYS + 1)),
            chance.poisson((rate * more)[:, None], (market.companies, days)),
        ]
    )
    company, day = np.nonzero(ordered)
    after = (day > BEFORE_DAYS) & ~held_out[company]
    worth = _skewed(chance, len(company), spread=market.order_spread, tail=market.tail)
    value = market.order_value * size[company] * worth * (1 + market.larger_orders * after)
    lines = 1 + chance.poisson(market.lines_an_order - 1, len(company))
    first = day_number(START) - BEFORE_DAYS
    orders = np.repeat(np.arange(len(company)), lines)
    names = [f"{number:06d}" for number in range(market.companies)]
    frame = pd.DataFrame(
        {
            "customer_key": pd.Categorical.from_codes(company[orders].astype(np.int32), pd.Index(names)),
            "day": (first + day[orders]).astype(np.int32),
            "sku": pd.Categorical.from_codes(
                (np.arange(len(orders)) - np.repeat(np.cumsum(lines) - lines, lines)).astype(np.int32),
                pd.Index([f"item {number}" for number in range(lines.max())]),
            ),
            "category": pd.Categorical([""] * len(orders)),
            "quantity": np.full(len(orders), 1000),
            "value": np.maximum(1, (value / lines)[orders]).astype(np.int64),
        }
    )[list(ORDER_COLUMNS)]
    enrolment = pd.DataFrame(
        {
            "customer_key": names,
            "held_out": held_out,
            "enrolled": day_number(START),
            "before": day_number(START),
        }
    )
    cleaned, _ = clean_lines(frame, as_of=START + timedelta(days=days), config=DEFAULT_CONFIG, customers=names)
    return SimulatedTrial(lines=cleaned, enrolment=enrolment)


def _skewed(chance: np.random.Generator, many: int, *, spread: float, tail: float) -> npt.NDArray[np.float64]:
    """With the mean 1."""
    if tail:
        return (1 + chance.pareto(tail, many)) * (tail - 1) / tail
    return chance.lognormal(-(spread**2) / 2, spread, many)
