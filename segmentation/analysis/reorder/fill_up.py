"""Places that a company's own items leave free on its list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.arrays import SCALE, Bools, Codes, Ints, position_in_run, starts_of
from segmentation.analysis.reorder.habits import Habits
from segmentation.analysis.reorder.items import ItemFacts
from segmentation.analysis.reorder.together import Matrix, neighbours_matrix, strengths

DEMAND, ONCE, OFTEN, TOGETHER = range(4)
"""Why an item is listed."""
AT_ONCE = 5000
"""Companies whose candidates are held at a time."""
BELOW_ALL = 100
"""What is not a company's own scores below anything that is: -100 and its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row per place on a list, sorted by company and rank."""

    customer: Codes
    sku: Codes
    row: Ints
    """The row in the habits; -1 for what the company has not bought."""
    score: Ints
    reason: Ints


def fill_up(
    listed: Listed,
    habits: Habits,
    facts: ItemFacts,
    *,
    names: pd.Index,
    allowed: Bools,
    top: int,
    neighbours: pd.DataFrame | None,
) -> Listed:
    """Short lists get what goes with the company's own items, then what is most in demand now."""
    companies = np.unique(habits.customer)
    has = np.bincount(listed.customer, minlength=int(companies.max(initial=-1)) + 1)
    short = companies[has[companies] < top]
    customer, sku, reason = _candidates(habits, facts, short, names=names, allowed=allowed, top=top, known=neighbours)
    size = len(names)
    owned = habits.customer.astype(np.int64) * size + habits.sku
    keys = customer * size + sku
    fresh = np.flatnonzero(~np.isin(keys, owned))
    _, first = np.unique(keys[fresh], return_index=True)
    fresh = fresh[np.sort(first)]
    place = position_in_run(starts_of(customer[fresh]), len(fresh)) + has[customer[fresh]]
    fresh, place = fresh[place < top], place[place < top]
    everyone = np.concatenate((listed.customer, customer[fresh].astype(np.int32)))
    order = np.argsort(everyone, kind="stable")
    return Listed(
        customer=everyone[order],
        sku=np.concatenate((listed.sku, sku[fresh].astype(np.int32)))[order],
        row=np.concatenate((listed.row, np.full(len(fresh), -1, dtype=np.int64)))[order],
        score=np.concatenate((listed.score, -(BELOW_ALL + place) * 100 * SCALE))[order],
        reason=np.concatenate((listed.reason, reason[fresh]))[order],
    )


def alphabet(names: pd.Index) -> Ints:
    """The place of each name among all, in alphabetical order."""
    places = np.empty(len(names), dtype=np.int64)
    places[np.argsort(names.to_numpy(dtype=object), kind="stable")] = np.arange(len(names))
    return places


def _candidates(
    habits: Habits,
    facts: ItemFacts,
    short: npt.NDArray[np.integer],
    *,
    names: pd.Index,
    allowed: Bools,
    top: int,
    known: pd.DataFrame | None,
) -> tuple[Ints, Ints, Ints]:
    """Company, SKU and reason, sorted by company and the best first; may hold own items, and an item twice."""
    demanded = np.flatnonzero(allowed & (facts.demand > 0))
    demanded = demanded[np.lexsort((alphabet(names)[demanded], -facts.demand[demanded]))][:top]
    customer = np.repeat(short, len(demanded)).astype(np.int64)
    sku = np.tile(demanded, len(short)).astype(np.int64)
    reason = np.full(len(sku), DEMAND, dtype=np.int64)
    if known is None or not len(short):
        return customer, sku, reason
    between = neighbours_matrix(known, names)
    parts = [
        _together(habits, short[start : start + AT_ONCE], between, names=names, allowed=allowed, top=top)
        for start in range(0, len(short), AT_ONCE)
    ]
    customer = np.concatenate([*(of for of, _ in parts), customer])
    sku = np.concatenate([*(item for _, item in parts), sku])
    reason = np.concatenate([np.full(len(customer) - len(reason), TOGETHER, dtype=np.int64), reason])
    by_company = np.argsort(customer, kind="stable")
    return customer[by_company], sku[by_company], reason[by_company]


def _together(
    habits: Habits,
    companies: npt.NDArray[np.integer],
    between: Matrix,
    *,
    names: pd.Index,
    allowed: Bools,
    top: int,
) -> tuple[Ints, Ints]:
    """Company and SKU of what goes with each one's items, the likeliest first."""
    mine = strengths(habits, np.flatnonzero(np.isin(habits.customer, companies)), skus=len(names))[companies]
    likely = (mine @ between).tocoo()
    kept = np.flatnonzero(allowed[likely.col])
    of, item = likely.row[kept].astype(np.int64), likely.col[kept].astype(np.int64)
    order = np.lexsort((alphabet(names)[item], -likely.data[kept], of))
    # Fewer than `top` of them are the company's own.
    order = order[position_in_run(starts_of(of[order]), len(order)) < 2 * top]
    return companies[of[order]].astype(np.int64), item[order]
