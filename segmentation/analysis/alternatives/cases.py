"""Who is asked about in an evaluation, what may be listed for them, and what they did buy; and how well a list does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from segmentation.analysis.alternatives.baselines import Matrix, ties
from segmentation.analysis.alternatives.holdings import Holdings
from segmentation.analysis.arrays import Bools, Ints
from segmentation.analysis.clean import CleanLines

ORDERABLE_DAYS = 180
"""An item can be listed if anybody bought it this recently."""
GONE_DAYS = 120
"""An item is gone if it was last bought this recently, and never again by anybody."""
GONE_BUYERS = 10
CASES_AT_A_TIME = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """One row a case: where its scores start, the items it has, the categories listed (all by code), what it bought."""

    start: Ints
    own: Matrix
    listed: Bools
    bought: Matrix
    category: Ints
    orderable: Bools


@dataclass(frozen=True, slots=True)
class Measured:
    """Mean recall and hit rate over cases."""

    recall: float
    hit_rate: float
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Purchases after the cut-off: of items new to the company, within the horizon; and which items nobody bought."""

    customer: Ints
    sku: Ints
    day: Ints
    never_again: Bools


def later_purchases(everything: CleanLines, past: Holdings, *, horizon_days: int) -> Later:
    """What came after the holdings' day, by the codes of the holdings."""
    recode = past.sku_names.get_indexer(everything.sku_names)
    after = everything.day > past.as_of
    sku, customer, day = recode[everything.sku[after]], everything.customer[after], everything.day[after]
    again = np.zeros(past.width, dtype=np.bool_)
    again[sku] = True
    near = day <= past.as_of + horizon_days
    return Later(
        customer=customer[near].astype(np.int64), sku=sku[near], day=day[near].astype(np.int64), never_again=~again
    )


def next_occasions(past: Holdings, later: Later) -> Cases:
    """The next day on which each company bought: which new items of categories it knows did it take?"""
    first = np.full(int(max(later.customer.max(initial=0), past.customer.max(initial=0))) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, later.customer, later.day)
    rows = later.day == first[later.customer]
    category = category_of_items(past)
    known = np.zeros((len(first), int(category.max(initial=0)) + 1), dtype=np.bool_)
    known[past.customer, category[past.sku]] = True
    start = np.arange(len(first), dtype=np.int64)
    return _with_something_to_find(past, start=start, listed=known, buyer=later.customer[rows], sku=later.sku[rows])


def gone_items(past: Holdings, later: Later) -> Cases:
    """Items that nobody could buy any more: which new items of the category did their former buyers take to?"""
    last, buyers = np.zeros(past.width, dtype=np.int64), np.bincount(past.sku, minlength=past.width)
    np.maximum.at(last, past.sku, past.last)
    gone = later.never_again & (last > past.as_of - GONE_DAYS) & (buyers >= GONE_BUYERS)
    category = category_of_items(past)
    cases = np.flatnonzero(gone[past.sku])
    listed = category[past.sku[cases], None] == np.arange(int(category.max(initial=0)) + 1)
    # A company is a case for each of its items that are gone.
    by_customer = np.argsort(later.customer, kind="stable")
    begin = np.searchsorted(later.customer[by_customer], past.customer[cases], side="left")
    end = np.searchsorted(later.customer[by_customer], past.customer[cases], side="right")
    case = np.repeat(np.arange(len(cases)), end - begin)
    line = by_customer[
        np.arange(len(case)) - np.repeat(np.cumsum(end - begin) - (end - begin), end - begin) + begin[case]
    ]
    return _with_something_to_find(
        past,
        start=past.sku[cases].astype(np.int64),
        listed=listed,
        buyer=case,
        sku=later.sku[line],
        customer=past.customer[cases].astype(np.int64),
    )


def category_of_items(past: Holdings) -> Ints:
    """Where each item was bought last by anybody."""
    category = np.zeros(past.width, dtype=np.int64)
    order = np.lexsort((past.category, past.last))
    category[past.sku[order]] = past.category[order]
    return category


def measure(cases: Cases, rows: Matrix, matrix: Matrix, *, top: int) -> Measured:
    """How much of what was bought is among the first `top` of rows[start] @ matrix; ties by item name."""
    found, hits = [], []
    for begin in range(0, len(cases.start), CASES_AT_A_TIME):
        some = slice(begin, begin + CASES_AT_A_TIME)
        scores = np.asarray(_dense(rows[cases.start[some]] @ matrix), dtype=np.float64)
        allowed = cases.listed[some][:, cases.category] & cases.orderable & ~_dense(cases.own[some]).astype(np.bool_)
        scores[~allowed] = 0.0
        best = np.argsort(-scores, axis=1, kind="stable")[:, :top]
        bought = _dense(cases.bought[some]).astype(np.bool_)
        right = np.take_along_axis(bought, best, axis=1) & (np.take_along_axis(scores, best, axis=1) > 0)
        found.append(right.sum(axis=1) / bought.sum(axis=1))
        hits.append(right.any(axis=1))
    if not found:
        return Measured(0.0, 0.0, 0)
    return Measured(float(np.concatenate(found).mean()), float(np.concatenate(hits).mean()), len(cases.start))


def _with_something_to_find(
    past: Holdings, *, start: Ints, listed: Bools, buyer: Ints, sku: Ints, customer: Ints | None = None
) -> Cases:
    """The cases that bought something that may be listed for them."""
    last = np.zeros(past.width, dtype=np.int64)
    np.maximum.at(last, past.sku, past.last)
    category, orderable = category_of_items(past), last > past.as_of - ORDERABLE_DAYS
    own = ties(past, fresh=False)
    own.resize((max(own.shape[0], len(start)), past.width))
    own = own[customer if customer is not None else start]
    has = own.tocoo()
    is_new = ~np.isin(buyer * past.width + sku, has.row.astype(np.int64) * past.width + has.col)
    fits = orderable[sku] & listed[buyer, category[sku]] & is_new
    shape = (len(start), past.width)
    bought = sp.csr_matrix((np.ones(int(fits.sum())), (buyer[fits], sku[fits])), shape=shape)
    some = np.flatnonzero(np.diff(bought.indptr))
    return Cases(
        start=start[some],
        own=own[some],
        listed=listed[some],
        bought=bought[some],
        category=category,
        orderable=orderable,
    )


def _dense(block: Matrix) -> npt.NDArray[np.generic]:
    full: npt.NDArray[np.generic] = block.toarray() if hasattr(block, "toarray") else np.asarray(block)
    return full
