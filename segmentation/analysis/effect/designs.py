"""Markets on which the measurement is tried: few held out and many, groups unlike in size, long tails and silence."""

from __future__ import annotations

from collections.abc import Mapping

from segmentation.analysis.effect.simulate import Market

DESIGNS: Mapping[str, Market] = {
    "20 of 200, lognormal 0.8": Market(companies=200, held_out=10),
    "50 of 500, lognormal 0.8": Market(companies=500, held_out=10),
    "200 of 400, lognormal 0.8": Market(companies=400, held_out=50),
    "20 of 200, lognormal 1.2": Market(
        companies=200, held_out=10, company_spread=1.2, order_spread=1.2, orders_a_month=1
    ),
    "20 of 400, lognormal 1.2": Market(
        companies=400, held_out=5, company_spread=1.2, order_spread=1.2, orders_a_month=1
    ),
    "20 of 200, Pareto 2.1": Market(companies=200, held_out=10, tail=2.1),
    "50 of 500, Pareto 2.1": Market(companies=500, held_out=10, tail=2.1),
    "20 of 40, Pareto 2.1": Market(companies=40, held_out=50, tail=2.1),
    "20 of 200, Pareto 1.5": Market(companies=200, held_out=10, tail=1.5),
    "20 of 200, half never order": Market(companies=200, held_out=10, never=0.5, tail=2.1),
    "50 of 500, half never order": Market(companies=500, held_out=10, never=0.5, tail=2.1),
}
"""The variance of order values is without end for a Pareto tail of 2 or less."""
