"""Seeded order lines of a size, shaped like a wholesaler's."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.parquet as pq

from segmentation.contracts import ORDER_COLUMNS

LINES_PER_COMPANY = 200
LINES_PER_ORDER = 16
ORDERS_PER_COMPANY = 12
SKUS = 20_000
CATEGORIES = 200
OWN_RANGE = 40
DAYS = 900
FIRST_DAY = 18_262
AS_OF = date(1970, 1, 1) + timedelta(days=FIRST_DAY + DAYS)

Ints = npt.NDArray[np.int64]


def synthetic_lines(count: int, *, text: bool = False, seed: int = 20240101) -> pd.DataFrame:
    """About `count` canonical lines: companies = lines / 200, each with 12 orders of 16 lines, shuffled.

    Keys are categories, or plain texts with `text`.
    """
    companies = max(count // LINES_PER_COMPANY, 1)
    return _lines(companies, orders=ORDERS_PER_COMPANY, lines_per_order=LINES_PER_ORDER, text=text, seed=seed)


def synthetic_company(count: int, *, text: bool = False, seed: int = 20240102) -> pd.DataFrame:
    """About `count` canonical lines of one company, in orders of 40 lines."""
    return _lines(1, orders=max(count // 40, 1), lines_per_order=40, text=text, seed=seed)


def _lines(companies: int, *, orders: int, lines_per_order: int, text: bool, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    lines = companies * orders * lines_per_order
    shuffled = random.permutation(lines).astype(np.int32)
    order = shuffled // np.int32(lines_per_order)
    company = order // np.int32(orders)
    day = random.integers(FIRST_DAY, FIRST_DAY + DAYS, companies * orders, dtype=np.int32)[order]
    # Half of the lines come from a company's own small range, so that there is something to repeat.
    own = (company.astype(np.int64) * 7919 + random.integers(0, OWN_RANGE, lines)) % SKUS
    sku = np.where(random.random(lines, dtype=np.float32) < 0.5, own, random.integers(0, SKUS, lines))
    pieces = random.integers(1, 25, lines)
    columns = {
        "customer_key": _keys("C", company, companies, text=text),
        "day": day,
        "sku": _keys("S", sku, SKUS, text=text),
        "category": _keys("G", sku % CATEGORIES, CATEGORIES, text=text),
        "quantity": pieces * 1000,
        "value": pieces * random.integers(50, 20_000, lines),
    }
    return pd.DataFrame({name: columns[name] for name in ORDER_COLUMNS})


def _keys(prefix: str, codes: npt.NDArray[np.integer], size: int, *, text: bool) -> pd.Series:
    names = pd.Index([f"{prefix}{code}" for code in range(size)], dtype="str")
    if text:
        return names.take(codes).to_series(index=pd.RangeIndex(len(codes)))
    return pd.Series(pd.Categorical.from_codes(codes, categories=names))


def write_lines(*, path: str, count: int, text: bool = False) -> dict[str, float]:
    """Put such lines into a Parquet file; runs in a child, so that no measurement carries the memory of making them."""
    lines = synthetic_lines(count, text=text)
    lines.to_parquet(path, index=False)
    return {"lines": len(lines), "customers": int(lines["customer_key"].nunique())}


def load_lines(path: str | Path) -> pd.DataFrame:
    """The frame as it was made, category columns included."""
    return pq.read_table(path).to_pandas(split_blocks=True, self_destruct=True)
