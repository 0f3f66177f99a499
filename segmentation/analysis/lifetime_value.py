"""What a company can be expected to buy from now on."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.activity import Rhythm
from segmentation.analysis.arrays import Ints
from segmentation.analysis.config import ClassifierConfig

HORIZON_DAYS = 1095
YEARLY_DISCOUNT = 0.10


def lifetime_value(rhythm: Rhythm, *, gaps: Ints, order_value: Ints, config: ClassifierConfig) -> Ints:
    """Discounted value of the orders of 36 months, in minor units, per company with an order. Turnover, not margin.

    Orders come at random at the company's own rate r for as long as it is a customer, and it stops after any of them
    with a chance s, as in `chance_of_order`. Discounted by d a day, and certain to be a customer still, it places

        r (1 - exp(-(r s + d) T)) / (r s + d)

    orders in T days (after the "discounted expected transactions" of Fader, Hardie and Lee, RFM and CLV, 2005, for the
    model of their "Counting your customers" the easy way, with each company's rate taken as known). That times the
    chance that it is a customer still, times the average value of its orders. The chance is that of the day on which
    its activity became what it is, so that the value changes with what is known and not with every day.
    """
    span = rhythm.last_day - rhythm.first_day
    rate = (gaps + config.chance_prior_gaps) / (span + config.chance_prior_gaps * config.chance_gap_days)
    stop = config.stop_chance / (1 + config.stop_chance_decline * gaps)
    silent = (1 - stop) * np.exp(-rhythm.state_from * rate)
    leaving = rate * stop + np.log1p(YEARLY_DISCOUNT) / 365
    orders = silent / (silent + stop) * rate * -np.expm1(-leaving * HORIZON_DAYS) / leaving
    value: Ints = np.rint(orders * order_value).astype(np.int64)
    return value
