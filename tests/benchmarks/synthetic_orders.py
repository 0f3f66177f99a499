"""Seeded order lines of a size, shaped like a wholesaler's."""

from __future__ import annotations

import numpy as np
import pandas as pd

LINES_PER_ORDER = 16
ORDERS_PER_COMPANY = 12
SKUS = 20_000
CATEGORIES = 200
DAYS = 900
FIRST_DAY = 18_262


def synthetic_lines(count: int, *, seed: int = 20240101) -> pd.DataFrame:
    """About `count` canonical lines: companies = lines / 200, each with 12 orders of 16 lines, shuffled."""
    random = np.random.default_rng(seed)
    companies = max(count // 200, 1)
    lines = companies * ORDERS_PER_COMPANY * LINES_PER_ORDER
    company = np.repeat(np.arange(companies), ORDERS_PER_COMPANY * LINES_PER_ORDER)
    day = np.repeat(random.integers(FIRST_DAY, FIRST_DAY + DAYS, companies * ORDERS_PER_COMPANY), LINES_PER_ORDER)
    # Half of the lines come from a company's own small range, so that there is something to repeat.
    own = (company * 7919 + random.integers(0, 40, lines)) % SKUS
    sku = np.where(random.random(lines) < 0.5, own, random.integers(0, SKUS, lines))
    quantity = random.integers(1, 25, lines) * 1000
    value = quantity // 1000 * random.integers(50, 20_000, lines)
    shuffled = random.permutation(lines)
    return pd.DataFrame(
        {
            "customer_key": _texts("C", company[shuffled]),
            "day": day[shuffled].astype(np.int32),
            "sku": _texts("S", sku[shuffled]),
            "category": _texts("G", sku[shuffled] % CATEGORIES),
            "quantity": quantity[shuffled],
            "value": value[shuffled],
        }
    )


def _texts(prefix: str, codes: np.ndarray) -> pd.Series:
    names = pd.Series([f"{prefix}{code}" for code in range(int(codes.max()) + 1)], dtype="str")
    return names.take(codes).reset_index(drop=True)
