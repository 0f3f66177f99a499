"""Occasions: all that one company, or one company in one category, bought on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from segmentation.analysis.arrays import (
    Bools,
    Ints,
    bits_for,
    lengths_of,
    position_in_run,
    sort_rows,
    starts_of,
    sum_runs,
)
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.coding import NO_CATEGORY
from segmentation.analysis.line_modes import QUANTITY, TERMS, UNKNOWN, USUAL, LineModes

LINE_KINDS = ("usual", "quantity", "variant", "category", "terms")
"""Routine; known item in another quantity; new item in a known category; item of a new category; negotiated."""

HALF = 32
LOW = (1 << HALF) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasions:
    """Sorted by owner and day. An owner is a company, or a company in a category."""

    owner: Ints
    day: Ints
    value: Ints
    new_value: Ints
    """Value in categories never bought before."""
    weights: Mapping[str, Ints]
    """Weight of the lines of each of LINE_KINDS."""
    counts_packed: tuple[Ints, Ints]
    """Lines that are usual and in another quantity, and of new items and new categories: two numbers in each one."""
    starts: Ints
    """First occasion of each owner that has one."""
    counts: Ints
    """Occasions of each owner that has one."""

    @property
    def lines(self) -> Mapping[str, Ints]:
        """Number of lines of each kind; those that were negotiated count as lines in another quantity."""
        return unpack_counts(self.counts_packed)

    @property
    def index(self) -> Ints:
        """0 for an owner's first occasion, 1 for the second, ..."""
        return position_in_run(self.starts, len(self.day))

    @property
    def owners(self) -> Ints:
        """Every owner that has an occasion, ascending."""
        return self.owner[self.starts]

    @property
    def last(self) -> Ints:
        """Row of each owner's last occasion."""
        return self.starts + self.counts - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryOwners:
    """Which company and category each owner of the category occasions stands for."""

    customer: Ints
    category: Ints


def unpack_counts(packed: tuple[Ints, Ints]) -> Mapping[str, Ints]:
    """Lines of each kind, from sums of two numbers in one."""
    known, unknown = packed
    return {
        "usual": known & LOW,
        "quantity": known >> HALF,
        "variant": unknown & LOW,
        "category": unknown >> HALF,
    }


def find_occasions(
    lines: CleanLines, modes: LineModes, *, category_from: int = 1
) -> tuple[Occasions, Occasions, CategoryOwners]:
    """The occasions of every company, those of companies in categories, and who owns the latter.

    Only categories in which a company bought on at least `category_from` days have occasions of their own; the empty
    category has none.
    """
    customers, categories, days = len(lines.customer_names), len(lines.category_names), lines.days
    category_bits, day_bits = bits_for(categories), bits_for(days)
    keys, order = sort_rows((lines.customer, customers), (lines.category, categories), (lines.day, days))
    starts = starts_of(keys)
    part_keys = keys[starts]
    pair_keys = part_keys >> day_bits
    pair_starts = starts_of(pair_keys)
    pair_counts = lengths_of(pair_starts, len(pair_keys))
    category = pair_keys[pair_starts] & ((1 << category_bits) - 1)

    first_time = np.zeros(len(starts), dtype=np.bool_)
    # An item whose category nobody named is in doubt, and doubt is never new.
    first_time[pair_starts[category != NO_CATEGORY]] = True
    parts = _sum_parts(
        lines=lines,
        modes=modes,
        order=order,
        starts=starts,
        first_time=first_time,
        owner=pair_keys >> category_bits,
        day=part_keys & ((1 << day_bits) - 1),
    )
    by_day, day_order = sort_rows((parts.owner, customers), (parts.day, days))
    company = _regroup(parts, order=day_order, starts=starts_of(by_day))
    kept = (category != NO_CATEGORY) & (pair_counts >= category_from)
    in_category = _take_pairs(parts, kept=kept, counts=pair_counts)
    owners = CategoryOwners(customer=pair_keys[pair_starts[kept]] >> category_bits, category=category[kept])
    return company, in_category, owners


def _sum_parts(
    *, lines: CleanLines, modes: LineModes, order: Ints, starts: Ints, first_time: Bools, owner: Ints, day: Ints
) -> Occasions:
    """What each company bought in one category on one day."""
    mode, weight, value = modes.mode[order], modes.weight[order], lines.value[order]
    new_category = np.repeat(first_time, lengths_of(starts, len(order)))
    new_category &= mode == UNKNOWN
    of_kind = {
        "usual": mode == USUAL,
        "quantity": mode == QUANTITY,
        "variant": (mode == UNKNOWN) & ~new_category,
        "category": new_category,
    }
    weights = {kind: sum_runs(weight * mask, starts) for kind, mask in of_kind.items()}
    if lines.terms is None:
        weights["terms"] = np.zeros(len(starts), dtype=np.int64)
    else:
        weights["terms"] = sum_runs(weight * (mode == TERMS), starts)
    known = np.where(mode == USUAL, 1, np.where(mode == UNKNOWN, 0, 1 << HALF))
    unknown = np.where(mode == UNKNOWN, np.where(new_category, 1 << HALF, 1), 0)
    return Occasions(
        owner=owner,
        day=day,
        value=sum_runs(value, starts),
        new_value=sum_runs(value * new_category, starts),
        weights=weights,
        counts_packed=(sum_runs(known, starts), sum_runs(unknown, starts)),
        starts=starts,
        counts=starts,
    )


def _take_pairs(parts: Occasions, *, kept: Bools, counts: Ints) -> Occasions:
    """The parts of these companies in categories, each of which becomes an owner."""
    rows = np.repeat(kept, counts)
    kept_counts = counts[kept]
    starts = np.cumsum(kept_counts) - kept_counts
    return Occasions(
        owner=np.repeat(np.arange(len(kept_counts), dtype=np.int64), kept_counts),
        day=parts.day[rows],
        value=parts.value[rows],
        new_value=parts.new_value[rows],
        weights={kind: weights[rows] for kind, weights in parts.weights.items()},
        counts_packed=(parts.counts_packed[0][rows], parts.counts_packed[1][rows]),
        starts=starts,
        counts=kept_counts,
    )


def _regroup(parts: Occasions, *, order: Ints, starts: Ints) -> Occasions:
    """Each run of parts, in this order, added up to one occasion."""
    owner = parts.owner[order[starts]]
    owner_starts = starts_of(owner)

    def add_up(values: Ints) -> Ints:
        return sum_runs(values[order], starts)

    return Occasions(
        owner=owner,
        day=parts.day[order[starts]],
        value=add_up(parts.value),
        new_value=add_up(parts.new_value),
        weights={kind: add_up(weights) for kind, weights in parts.weights.items()},
        counts_packed=(add_up(parts.counts_packed[0]), add_up(parts.counts_packed[1])),
        starts=owner_starts,
        counts=lengths_of(owner_starts, len(owner)),
    )
