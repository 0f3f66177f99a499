"""Statistics -> what each item adds to a score, how often it is bought again, and its usual interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentation.analysis.arrays import SCALE, Floats, Ints, fixed_log
from segmentation.analysis.reorder.config import HALF_LIVES, SLOWER, ReorderConfig
from segmentation.analysis.reorder.statistics import DEMAND_SCALE, DEMANDS, EVERYTHING, STATISTICS_COLUMNS


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """One row per item asked for, in that order."""

    score: Ints
    """Hundredths of millionths: what the item adds to every company's score for it."""
    repeat_rate: Floats
    """Share of the buyers who bought it again, drawn to the average of all items where buyers are few."""
    interval: Floats
    """Days between two purchases of one company."""
    demand: Ints
    """Demand now; for the order of items that a company has not bought."""


def item_facts(statistics: pd.DataFrame, names: pd.Index, *, config: ReorderConfig) -> ItemFacts:
    """What the statistics say of these SKUs; of one that they do not know, what holds on average."""
    mine, total, orders = _split(statistics, names)
    rate, _ = _repeat_rates(mine, total, config)
    now, _ = _demand(orders, config)
    trend, demand, repeat = item_terms(statistics, names, config=config)
    score = config.trend * trend + config.demand * demand + config.repeat * repeat
    return ItemFacts(score=score, repeat_rate=rate, interval=_intervals(mine, total, config), demand=_column(mine, now))


def item_terms(statistics: pd.DataFrame, names: pd.Index, *, config: ReorderConfig) -> tuple[Ints, Ints, Ints]:
    """Logarithms of trend, usual demand and repeat rate of these SKUs, in millionths."""
    mine, total, orders = _split(statistics, names)
    rate, average = _repeat_rates(mine, total, config)
    now, usual = _demand(orders, config)
    return (
        _trend(mine, total, now=now, usual=usual, config=config),
        fixed_log(_column(mine, usual) + config.demand_floor * DEMAND_SCALE),
        fixed_log_of_ratio(rate / average),
    )


def _split(statistics: pd.DataFrame, names: pd.Index) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """The rows of these SKUs, the sums over all items, and the row of orders."""
    missing = [column for column in STATISTICS_COLUMNS if column not in statistics.columns]
    if missing:
        raise ValueError(f"Item statistics lack the columns {', '.join(missing)}.")
    by_sku = statistics.set_index("sku")
    if not by_sku.index.is_unique:
        raise ValueError("Item statistics have one row per SKU; merge them with merge_item_statistics.")
    items = by_sku.loc[by_sku.index != EVERYTHING]
    return items.reindex(names, fill_value=0), items.sum(), by_sku.loc[by_sku.index == EVERYTHING].sum()


def fixed_log_of_ratio(values: Floats) -> Ints:
    """Natural logarithms of positive numbers, in millionths."""
    logs: Ints = np.rint(np.log(values) * SCALE).astype(np.int64)
    return logs


def _column(items: pd.DataFrame, name: str) -> Ints:
    return items[name].to_numpy(dtype=np.int64)


def _demand(orders: pd.Series, config: ReorderConfig) -> tuple[str, str]:
    """The columns of demand now and of usual demand, by the rhythm in which companies order."""
    gaps, logs = int(orders["gaps"]), int(orders["gap_logs"])
    if not gaps:
        gaps, logs = 1, int(fixed_log(np.array([config.unknown_gap_days]))[0])
    limit = logs + gaps * int(fixed_log_of_ratio(np.array([config.pace]))[0])
    fitting = (fixed_log(np.array(HALF_LIVES)) * gaps <= limit)[: len(HALF_LIVES) - SLOWER]
    chosen = max(int(fitting.sum()) - 1, 0)
    return DEMANDS[chosen], DEMANDS[chosen + SLOWER]


def _trend(items: pd.DataFrame, total: pd.Series, *, now: str, usual: str, config: ReorderConfig) -> Ints:
    """Demand now over usual demand, of the item against all items together; in millionths of its logarithm."""
    level = int(total[usual]) / max(int(total[now]), 1)
    floor = config.demand_floor * DEMAND_SCALE
    return fixed_log_of_ratio((_column(items, now) * level + floor) / (_column(items, usual) + floor))


def _repeat_rates(items: pd.DataFrame, total: pd.Series, config: ReorderConfig) -> tuple[Floats, float]:
    average = (int(total["repeat_buyers"]) + 1) / (int(total["buyers"]) + 2)
    again, buyers = _column(items, "repeat_buyers"), _column(items, "buyers")
    return (again + config.repeat_prior * average) / (buyers + config.repeat_prior), average


def _intervals(items: pd.DataFrame, total: pd.Series, config: ReorderConfig) -> Floats:
    average = int(total["gap_days"]) / gaps if (gaps := int(total["gaps"])) else float(config.unknown_gap_days)
    prior = config.interval_prior_items
    return (_column(items, "gap_days") + prior * average) / (_column(items, "gaps") + prior)
