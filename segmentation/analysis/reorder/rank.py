"""Order lines and item statistics -> the items each company is likely to order again, best first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.arrays import SCALE, Bools, Ints, fixed_log, position_in_run, starts_of
from segmentation.analysis.clean import CleanLines, clean_lines, day_number
from segmentation.analysis.reorder.config import DEFAULT_REORDER_CONFIG, ReorderConfig
from segmentation.analysis.reorder.fill_up import OFTEN, ONCE, Listed, alphabet, fill_up
from segmentation.analysis.reorder.habits import PIECE, Habits, habits_of
from segmentation.analysis.reorder.items import ItemFacts, item_facts
from segmentation.analysis.reorder.quantities import Packs, packs_of, round_to_packs
from segmentation.analysis.reorder.statistics import EVERYTHING

BOUGHT_OFTEN = "bought_often"
BOUGHT_ONCE = "bought_once"
BOUGHT_TOGETHER = "bought_together"
IN_DEMAND = "in_demand"
"""Both not bought yet by the company; only with `own_only=False`."""


REASONS = (IN_DEMAND, BOUGHT_ONCE, BOUGHT_OFTEN, BOUGHT_TOGETHER)
BADGES = ("", "due", "early")

REORDER_COLUMNS: Mapping[str, str] = {
    "customer_key": "str",
    "rank": "int64",
    "sku": "str",
    "score": "float64",
    "quantity": "int64",
    "times_bought": "int64",
    "last_bought": "int32",
    "usual_quantity": "int64",
    "usual_interval": "int32",
    "due": "str",
    "repeat_rate": "float64",
    "reason_code": "str",
}
"""Column -> dtype.

rank            1 is the likeliest                     score           only its order within a company has a meaning
quantity        thousandths, to put into the cart      usual_quantity  thousandths, before packs and minimum
last_bought     day number; -1 for never               usual_interval  whole days between two purchases
due             "due", "early" or ""                   repeat_rate     share of its buyers who bought the item again
"""

AsOf = date | pd.Series
"""One day for all, or customer_key -> day."""


def rank_reorders(
    lines: pd.DataFrame,
    *,
    as_of: AsOf,
    statistics: pd.DataFrame,
    top: int = 20,
    config: ReorderConfig = DEFAULT_REORDER_CONFIG,
    orderable: Collection[str] | None = None,
    own_only: bool = True,
    neighbours: pd.DataFrame | None = None,
    packs: Packs | None = None,
) -> pd.DataFrame:
    """At most `top` rows per company with a purchase up to its day, sorted by customer_key and rank.

    lines       canonical order lines; replaced SKUs are mapped to their successors already
    as_of       the last day that counts
    statistics  of `item_statistics` or `merge_item_statistics`; the same statistics give a company the same rows,
                whoever else is in the lines
    orderable   only these SKUs; None for all
    own_only    without it, lists shorter than `top` are filled up with what the company has not bought
    neighbours  of `item_neighbours`: what goes with its own items comes first then; what is in demand now in any case
    packs       pack and minimum by SKU

    Equal scores: the item bought last first, then by SKU. Brings back `REORDER_COLUMNS`.
    """
    purchases, days = _purchases_up_to(lines, as_of, config)
    return rank_purchases(
        purchases,
        days=days,
        statistics=statistics,
        top=top,
        config=config,
        orderable=orderable,
        own_only=own_only,
        neighbours=neighbours,
        packs=packs,
    )


def rank_purchases(
    purchases: CleanLines,
    *,
    days: Ints,
    statistics: pd.DataFrame,
    top: int = 20,
    config: ReorderConfig = DEFAULT_REORDER_CONFIG,
    orderable: Collection[str] | None = None,
    own_only: bool = True,
    neighbours: pd.DataFrame | None = None,
    packs: Packs | None = None,
) -> pd.DataFrame:
    """`rank_reorders` for lines that are clean already; `days` is by customer code the day number of the list."""
    if top < 1:
        raise ValueError("A reorder list has at least one place.")
    habits = habits_of(purchases, half_life_orders=config.half_life_orders)
    own, known = pd.Index(purchases.sku_names, dtype="object"), pd.Index(statistics["sku"], dtype="object")
    names = own if own_only else own.append(known.difference(own).drop(EVERYTHING, errors="ignore"))
    facts = item_facts(statistics, names, config=config)
    listed = _own_items(habits, facts, names=names, allowed=_allowed(names, orderable), top=top, config=config)
    if not own_only:
        listed = fill_up(
            listed, habits, facts, names=names, allowed=_allowed(names, orderable), top=top, neighbours=neighbours
        )
    return _table(listed, habits, facts, purchases=purchases, names=names, days=days, packs=packs, config=config)


def _purchases_up_to(lines: pd.DataFrame, as_of: AsOf, config: ReorderConfig) -> tuple[CleanLines, Ints]:
    """Clean lines, and by customer code the day as of which the list is made."""
    if isinstance(as_of, date):
        purchases, _ = clean_lines(lines, as_of=as_of, config=config.cleaning)
        return purchases, np.full(len(purchases.customer_names), day_number(as_of), dtype=np.int64)
    if not as_of.index.is_unique:
        raise ValueError("as_of has one day per company.")
    last_day = pd.Series([day_number(day) for day in as_of], index=as_of.index, dtype="float64")
    codes, keys = pd.factorize(lines["customer_key"])
    limit = last_day.reindex(pd.Index(keys, dtype="object")).to_numpy()[codes]
    if np.isnan(limit).any():
        raise ValueError("as_of lacks a day for a company in the lines.")
    kept = lines[lines["day"].to_numpy() <= limit]
    purchases, _ = clean_lines(kept, as_of=max(as_of, default=date.min), config=config.cleaning)
    return purchases, last_day.reindex(purchases.customer_names).to_numpy().astype(np.int64)


def _allowed(names: pd.Index, orderable: Collection[str] | None) -> Bools:
    if orderable is None:
        return np.ones(len(names), dtype=np.bool_)
    return names.isin(list(orderable))


def _own_items(
    habits: Habits, facts: ItemFacts, *, names: pd.Index, allowed: Bools, top: int, config: ReorderConfig
) -> Listed:
    rows = np.flatnonzero(allowed[habits.sku])
    customer, sku = habits.customer[rows], habits.sku[rows]
    score = config.own * fixed_log(habits.habit[rows]) + facts.score[sku]
    order = np.lexsort((alphabet(names)[sku], -habits.last[rows], -score, customer))
    order = order[position_in_run(starts_of(customer[order].astype(np.int64)), len(order)) < top]
    rows = rows[order]
    return Listed(
        customer=customer[order],
        sku=sku[order],
        row=rows,
        score=score[order],
        reason=np.where(habits.times[rows] > 1, OFTEN, ONCE),
    )


def _table(
    listed: Listed,
    habits: Habits,
    facts: ItemFacts,
    *,
    purchases: CleanLines,
    names: pd.Index,
    days: Ints,
    packs: Packs | None,
    config: ReorderConfig,
) -> pd.DataFrame:
    own, row = listed.row >= 0, listed.row
    times = np.where(own, habits.times[row], 0) if len(row) else row
    last = np.where(own, habits.last[row], -1) if len(row) else row
    span = np.where(own, habits.last[row] - habits.first[row], 0) if len(row) else row
    usual = np.where(own, habits.quantity[row], 0) if len(row) else row
    prior = config.interval_prior_own
    interval = (span + prior * facts.interval[listed.sku]) / (np.maximum(times - 1, 0) + prior)
    whole = np.maximum(np.floor(interval + 0.5), 1).astype(np.int64)
    pack, minimum = packs_of(packs, names)
    frame = {
        "customer_key": _texts(purchases.customer_names, listed.customer),
        "rank": position_in_run(starts_of(listed.customer.astype(np.int64)), len(row)) + 1,
        "sku": _texts(names, listed.sku),
        "score": listed.score / (100 * SCALE),
        "quantity": round_to_packs(np.where(own, usual, PIECE), pack=pack[listed.sku], minimum=minimum[listed.sku]),
        "times_bought": times,
        "last_bought": last,
        "usual_quantity": usual,
        "usual_interval": whole,
        "due": _texts(BADGES, badges_of(age=days[listed.customer] - last, interval=whole, own=own)),
        "repeat_rate": np.round(facts.repeat_rate[listed.sku], 4),
        "reason_code": _texts(REASONS, listed.reason),
    }
    return pd.DataFrame(frame).astype(dict(REORDER_COLUMNS))


def badges_of(*, age: Ints, interval: Ints, own: Bools) -> Ints:
    """Codes of `BADGES`: from all of the usual interval on due, in its first half early."""
    return np.select([own & (age >= interval), own & (2 * age < interval)], [1, 2], 0)


def _texts(names: Sequence[str] | pd.Index, codes: npt.NDArray[np.integer]) -> pd.Index:
    """A text per code, without making a Python object of each."""
    texts: pd.Index = pd.Index(np.asarray(names, dtype=object), dtype="str").take(codes)
    return texts
