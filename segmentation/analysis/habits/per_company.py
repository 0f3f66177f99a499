"""One figure a company out of several of its orders."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.arrays import Bools, Floats, Ints, lengths_of, sort_rows, starts_of
from segmentation.analysis.habits.coded_orders import CodedOrders
from segmentation.analysis.habits.record_columns import UNKNOWN, Flags

FEWEST = 3
"""Orders, or invoices, that a habit is told from; one or two may be chance."""
DIGITS = 4


def ratio(part: Ints, whole: Ints, *, told: Bools) -> Floats:
    """Part over whole; NaN where it is not told or there is no whole."""
    found = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=told & (whole > 0))
    return np.round(found, DIGITS)


def share_of_orders(orders: CodedOrders, flags: Flags, *, among: Bools) -> Floats:
    """How many of the orders of which it is known say yes."""
    known = orders.total(among & (flags != UNKNOWN))
    return ratio(orders.total(among & (flags == 1)), known, told=known >= FEWEST)


def most_frequent(orders: CodedOrders, codes: Ints, *, among: Bools) -> Ints:
    """The code of most orders of which it is known, of two as frequent the one of the latest order; else UNKNOWN."""
    found = np.full(orders.companies, UNKNOWN, dtype=np.int64)
    at = np.flatnonzero(among & (codes != UNKNOWN))
    if not len(at):
        return found
    size = int(codes.max()) + 1
    keys, order = sort_rows((orders.company[at], orders.companies), (codes[at], size))
    at, starts = at[order], starts_of(keys)
    owner, code = orders.company[at][starts], codes[at][starts]
    last = np.maximum.reduceat(orders.placed[at], starts)
    ranked = np.lexsort((code, last, lengths_of(starts, len(at)), owner))
    best = ranked[np.append(starts_of(owner[ranked])[1:], len(ranked)) - 1]
    found[owner[best]] = code[best]
    enough = orders.total(among & (codes != UNKNOWN)) >= FEWEST
    return np.where(enough, found, UNKNOWN)


def median(orders: CodedOrders, values: Ints, *, among: Bools) -> Floats:
    """The middle of these values, none below 0, or the mean of the middle two; NaN where they are too few."""
    at = np.flatnonzero(among)
    longest = int(values[at].max(initial=0)) + 1
    _, order = sort_rows((orders.company[at], orders.companies), (values[at], longest))
    at = at[order]
    starts = starts_of(orders.company[at])
    counts = lengths_of(starts, len(at))
    middle = (values[at[starts + (counts - 1) // 2]] + values[at[starts + counts // 2]]) / 2
    found = np.full(orders.companies, np.nan)
    found[orders.company[at[starts]]] = np.where(counts >= FEWEST, middle, np.nan)
    return found


def count_different(orders: CodedOrders, codes: Ints, *, among: Bools) -> Floats:
    """How many codes there are; NaN where none is known."""
    at = np.flatnonzero(among & (codes != UNKNOWN))
    keys, order = sort_rows((orders.company[at], orders.companies), (codes[at], int(codes.max(initial=0)) + 1))
    owner = orders.company[at[order]][starts_of(keys)]
    counts = np.bincount(owner, minlength=orders.companies)
    return np.where(counts > 0, counts.astype(np.float64), np.nan)
