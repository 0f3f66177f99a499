"""A cut-off: what was known on the day before, and what every company bought next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from segmentation.analysis.arrays import Bools, Ints, pack
from segmentation.analysis.clean import CleanLines, clean_lines, day_number
from segmentation.analysis.evaluate_reorder.metrics import Matrix
from segmentation.analysis.reorder import ReorderConfig
from segmentation.analysis.reorder.habits import Habits, habits_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoff:
    """Everything before the first day of the horizon, coded, and the next baskets in the same codes."""

    first_day: date
    known: pd.DataFrame
    """The canonical lines before the first day."""
    lines: CleanLines
    habits: Habits
    names: pd.Index
    """SKU by code; those of the next baskets that nobody bought before come last."""
    known_skus: int
    measured: Ints
    """Codes of the companies with a purchase before and one within the horizon, ascending."""
    baskets: Matrix
    """Measured companies x SKUs, 1 for what the next basket holds."""
    own: Matrix
    """Measured companies x SKUs, 1 for what the company bought before."""


def cut_off(
    lines: pd.DataFrame, *, first_day: date, horizon: int, config: ReorderConfig, at_most: int | None = None
) -> Cutoff:
    """The cut-off; of the companies that could be measured, at most so many, drawn by a fixed seed."""
    cut = day_number(first_day)
    day = lines["day"].to_numpy()
    known = lines[day < cut]
    clean, _ = clean_lines(known, as_of=first_day - timedelta(days=1), config=config.cleaning)
    coming = lines[(day >= cut) & (day < cut + horizon) & (lines["quantity"] > 0).to_numpy()]
    coming = coming[(coming["value"] > 0).to_numpy()]
    has_bought = np.zeros(len(clean.customer_names) + 1, dtype=np.bool_)
    has_bought[clean.customer] = True
    customer = pd.Index(clean.customer_names, dtype="object").get_indexer(
        pd.Index(coming["customer_key"].astype("object"))
    )
    counts = has_bought[customer] & (customer >= 0)
    next_of = coming[counts]
    customer = customer[counts]
    names, sku = _extend(pd.Index(clean.sku_names, dtype="object"), next_of["sku"])
    first = _first_days(customer, next_of["day"].to_numpy(), len(has_bought))
    in_next = next_of["day"].to_numpy() == first[customer]
    measured = _draw(np.unique(customer).astype(np.int64), at_most)
    habits = habits_of(clean, half_life_orders=config.half_life_orders)
    return Cutoff(
        first_day=first_day,
        known=known,
        lines=clean,
        habits=habits,
        names=names,
        known_skus=len(clean.sku_names),
        measured=measured,
        baskets=_ones(customer[in_next], sku[in_next], measured, len(names)),
        own=_ones(habits.customer, habits.sku, measured, len(names)),
    )


def only(cutoff: Cutoff, companies: Ints) -> Cutoff:
    """The same with the measured companies at these positions only."""
    return replace(
        cutoff,
        measured=cutoff.measured[companies],
        baskets=cutoff.baskets[companies],
        own=cutoff.own[companies],
    )


def _extend(names: pd.Index, skus: pd.Series) -> tuple[pd.Index, Ints]:
    texts = pd.Index(skus.astype("object"))
    names = names.append(pd.Index(sorted(set(texts) - set(names)), dtype="object"))
    return names, names.get_indexer(texts).astype(np.int64)


def _first_days(customer: npt.NDArray[np.integer], day: npt.NDArray[np.integer], size: int) -> Ints:
    first = np.full(size, np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(first, customer, day)
    return first


def _draw(companies: Ints, at_most: int | None) -> Ints:
    if at_most is None or len(companies) <= at_most:
        return companies
    drawn: Ints = np.sort(np.random.default_rng(0).choice(companies, size=at_most, replace=False))
    return drawn


def _ones(
    customer: npt.NDArray[np.signedinteger], sku: npt.NDArray[np.signedinteger], measured: Ints, skus: int
) -> Matrix:
    row = np.searchsorted(measured, customer).astype(np.int64)
    found: Bools = row < len(measured)
    found[found] = measured[row[found]] == customer[found]
    keys = np.unique(pack((row[found], len(measured)), (sku[found], skus)))
    shape = (len(measured), skus)
    rows, columns = (keys // skus, keys % skus) if len(keys) else (keys, keys)
    return sparse.csr_array((np.ones(len(keys), dtype=np.float32), (rows, columns)), shape=shape)


def orders_of(lines: CleanLines) -> tuple[Ints, Ints]:
    """By line: how many orders its company placed after it, and by customer code how many it placed in all."""
    days = lines.days
    keys = pack((lines.customer, len(lines.customer_names)), (lines.day, days))
    orders, number = np.unique(keys, return_inverse=True)
    owner = orders // days
    total = np.bincount(owner, minlength=len(lines.customer_names)).astype(np.int64)
    end = np.cumsum(total)
    return end[lines.customer] - 1 - number, total
