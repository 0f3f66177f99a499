"""What each company holds on to: one row per company and item, and the baskets the item was in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from segmentation.analysis.alternatives.config import RelationConfig
from segmentation.analysis.arrays import Bools, Codes, Ints, lengths_of, pack, sort_order, starts_of, sum_runs
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.days import day_number

FRESH = 1024
"""A tie as strong as one purchase today; ties are whole parts of it, so that their sums do not depend on the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Rows unique by (customer, sku) and sorted so; SKU codes sort as the names do."""

    customer: Codes
    sku: Codes
    category: Codes
    """Where the company bought the item last."""
    freshness: Ints
    """min(FRESH, sum over purchases of FRESH / 2^(age / half-life)), at least 1."""
    first: Ints
    last: Ints
    purchases: Ints
    """Days on which the company bought the item."""
    quantity: Ints
    value: Ints
    sku_names: pd.Index
    companies: int
    """Companies with at least one row."""
    lines: Lines
    as_of: int

    @property
    def width(self) -> int:
        """An exclusive upper bound of `sku`."""
        return len(self.sku_names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The purchases behind the holdings: which holding each belongs to, and on which day."""

    holding: Ints
    day: Ints


def hold_items(cleaned: CleanLines, *, as_of: date, config: RelationConfig) -> Holdings:
    """What each company bought in the window up to the day, one row per company and item."""
    today = day_number(as_of)
    names = pd.Index(cleaned.sku_names).sort_values()
    recode = names.get_indexer(pd.Index(cleaned.sku_names)).astype(np.int32)
    rows = np.flatnonzero((cleaned.day > today - config.window_days) & (cleaned.day <= today))
    customer, sku, day = cleaned.customer[rows], recode[cleaned.sku[rows]], cleaned.day[rows].astype(np.int64)
    sizes = (len(cleaned.customer_names), len(names), cleaned.days)
    keys = pack((customer, sizes[0]), (sku, sizes[1]), (cleaned.day[rows], sizes[2]))
    _, order = sort_order(keys, int(np.prod(sizes, dtype=object)))
    rows, customer, sku, day = rows[order], customer[order], sku[order], day[order]
    starts = starts_of(pack((customer, sizes[0]), (sku, sizes[1])))
    lengths = lengths_of(starts, len(day))
    ends = starts + lengths - 1
    return Holdings(
        customer=customer[starts],
        sku=sku[starts],
        category=cleaned.category[rows][ends],
        freshness=_freshness(day, starts, today=today, config=config),
        first=day[starts],
        last=day[ends],
        purchases=lengths,
        quantity=sum_runs(cleaned.quantity[rows], starts),
        value=sum_runs(cleaned.value[rows], starts),
        sku_names=names,
        companies=len(starts_of(customer.astype(np.int64))),
        lines=Lines(holding=np.repeat(np.arange(len(starts), dtype=np.int64), lengths), day=day),
        as_of=today,
    )


def given_up(held: Holdings, *, config: RelationConfig) -> Bools:
    """Whether the company has let the item pass for longer than its own rhythm, where it had one, explains."""
    gaps = np.maximum(held.purchases - 1, 1)
    silence = held.as_of - held.last
    rhythm_passed = silence * gaps > config.switch_intervals * (held.last - held.first)
    return rhythm_passed & (silence > config.switch_floor_days)


def _freshness(day: Ints, starts: Ints, *, today: int, config: RelationConfig) -> Ints:
    by_age = [round(FRESH * 2.0 ** (-age / config.half_life_days)) for age in range(config.window_days + 1)]
    weights = np.array(by_age, dtype=np.int64)[today - day]
    return np.clip(sum_runs(weights, starts), 1, FRESH)
