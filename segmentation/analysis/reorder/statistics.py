"""Order lines of any part of the companies -> whole numbers per item that add up to those of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.arrays import Ints, fixed_log, lengths_of, pack, sort_order, starts_of, sum_runs
from segmentation.analysis.clean import CleanLines, clean_lines, day_number
from segmentation.analysis.reorder.config import DEFAULT_REORDER_CONFIG, HALF_LIVES, ReorderConfig

EVERYTHING = ""
"""The row that counts orders as if all items were one: buyers are companies, purchases are orders."""
DEMAND_SCALE = 1 << 20
"""What a purchase of today weighs."""

COUNTS = ("buyers", "repeat_buyers", "purchases", "gaps", "gap_days", "gap_logs")
DEMANDS = tuple(f"demand_{days}" for days in HALF_LIVES)
STATISTICS_COLUMNS: Mapping[str, str] = {"sku": "str"} | dict.fromkeys((*COUNTS, *DEMANDS), "int64")
"""Column -> dtype.

buyers         companies that bought the item        repeat_buyers  ... on two days or more
purchases      company-days with the item            gaps           pairs of successive purchases of one company
gap_days       days in all gaps                      gap_logs       millionths of ln(days), summed
demand_H       purchases weighed by 2^(-age / H days), in units of 2^-20
"""


def item_statistics(
    lines: pd.DataFrame, *, as_of: date, config: ReorderConfig = DEFAULT_REORDER_CONFIG
) -> pd.DataFrame:
    """One row per item bought up to the day, sorted by SKU, with `STATISTICS_COLUMNS`; the row "" counts orders.

    `lines` has the canonical columns. All lines of a company must be in the same part; companies may be parted anyhow.
    """
    return statistics_of(clean_up_to(lines, as_of=as_of, config=config), day=day_number(as_of))


def clean_up_to(lines: pd.DataFrame, *, as_of: date, config: ReorderConfig) -> CleanLines:
    """The purchases up to the day, returns taken off."""
    purchases, _ = clean_lines(lines, as_of=as_of, config=config.cleaning)
    return purchases


def statistics_of(purchases: CleanLines, *, day: int) -> pd.DataFrame:
    """The statistics of lines that are clean already, as of a day number."""
    customers, days = len(purchases.customer_names), purchases.days
    items = _per_item(
        pair=pack((purchases.customer, customers), (purchases.sku, len(purchases.sku_names))),
        item=purchases.sku.astype(np.int64),
        bought=purchases.day.astype(np.int64),
        names=[str(name) for name in purchases.sku_names],
        day=day,
    )
    keys, _ = sort_order(pack((purchases.customer, customers), (purchases.day, days)), customers * days)
    orders = keys[starts_of(keys)]
    everything = _per_item(
        pair=orders // days,
        item=np.zeros(len(orders), dtype=np.int64),
        bought=orders % days,
        names=[EVERYTHING],
        day=day,
    )
    return pd.concat([everything, items], ignore_index=True).sort_values("sku", ignore_index=True)


def merge_item_statistics(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The statistics of all parts together; the same for any parting and order. Parts are as of one day."""
    parts = [frame[list(STATISTICS_COLUMNS)] for frame in frames]
    if not parts:
        return _frame([], dict.fromkeys((*COUNTS, *DEMANDS), np.empty(0, dtype=np.int64)))
    whole = pd.concat(parts, ignore_index=True)
    return whole.groupby("sku", sort=True, as_index=False).sum().astype(dict(STATISTICS_COLUMNS))


def statistics_version(statistics: pd.DataFrame, *, config: ReorderConfig = DEFAULT_REORDER_CONFIG) -> str:
    """A name for these statistics: another one when purchases changed, the same when only days went by."""
    counts = statistics.sort_values("sku")[["sku", *COUNTS]].to_csv(index=False)
    return f"{config.version}:{blake2b(counts.encode(), digest_size=12).hexdigest()}"


def _per_item(*, pair: Ints, item: Ints, bought: Ints, names: list[str], day: int) -> pd.DataFrame:
    """Sums over rows that are sorted by pair of company and item, and by day."""
    starts, size = starts_of(pair), len(names)
    times = lengths_of(starts, len(pair))
    gap = np.zeros(len(pair), dtype=np.int64)
    gap[1:] = np.where(pair[1:] == pair[:-1], bought[1:] - bought[:-1], 0)
    sums = {
        "buyers": np.bincount(item[starts], minlength=size),
        "repeat_buyers": np.bincount(item[starts][times > 1], minlength=size),
        "purchases": np.bincount(item, minlength=size),
        "gaps": np.bincount(item[gap > 0], minlength=size),
    }
    item, order = sort_order(item, size)
    gap, age = gap[order], day - bought[order]
    sums["gap_days"] = _sum_by(item, gap, size=size)
    sums["gap_logs"] = _sum_by(item, fixed_log(np.maximum(gap, 1)), size=size)
    for column, weight in zip(DEMANDS, _weights(int(age.max(initial=0)) + 1), strict=True):
        sums[column] = _sum_by(item, weight[age], size=size)
    frame = _frame(names, sums)
    return frame[frame["purchases"] > 0]


def _weights(ages: int) -> list[Ints]:
    age = np.arange(ages)
    return [np.rint(np.exp2(-age / half) * DEMAND_SCALE).astype(np.int64) for half in HALF_LIVES]


def _sum_by(item: Ints, values: Ints, *, size: int) -> Ints:
    """Exact sums of rows sorted by item, which `numpy.bincount` with weights would not give."""
    sums = np.zeros(size, dtype=np.int64)
    if len(item):
        starts = starts_of(item)
        sums[item[starts]] = sum_runs(values, starts)
    return sums


def _frame(names: list[str], sums: Mapping[str, npt.NDArray[np.signedinteger]]) -> pd.DataFrame:
    return pd.DataFrame({"sku": pd.Series(names, dtype="str")} | dict(sums)).astype(dict(STATISTICS_COLUMNS))
