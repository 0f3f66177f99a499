"""Occasions: all that one company, or one company in one category, bought on one day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.analysis.arrays import (
    Bools,
    Ints,
    lengths_of,
    pack,
    position_in_run,
    sort_order,
    starts_of,
    sum_runs,
)
from segmentation.analysis.clean import NO_CATEGORY, CleanLines
from segmentation.analysis.line_modes import LineModes

LINE_KINDS = ("usual", "quantity", "variant", "category")
"""Routine; known item in another quantity; new item in a known category; item of a new category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasions:
    """Sorted by owner and day. An owner is a company, or a company in a category."""

    owner: Ints
    day: Ints
    value: Ints
    new_value: Ints
    """Value in categories never bought before."""
    new_categories: Ints
    """Categories bought for the first time."""
    weights: dict[str, Ints]
    """Weight of the lines of each kind."""
    lines: dict[str, Ints]
    """Number of lines of each kind."""
    starts: Ints
    """First occasion of each owner that has one."""
    counts: Ints
    """Occasions of each owner that has one."""

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


def find_occasions(lines: CleanLines, modes: LineModes) -> tuple[Occasions, Occasions, CategoryOwners]:
    """The occasions of every company, those of every company in every category, and who owns the latter."""
    days, categories, customers = lines.days, len(lines.category_names), len(lines.customer_names)
    keys = pack((lines.customer, customers), (lines.day, days), (lines.category, categories))
    keys, order = sort_order(keys, customers * days * categories)
    starts = starts_of(keys)
    known, usual, weight = modes.known[order], modes.usual[order], modes.weight[order]
    part_keys = keys[starts]
    company_day, category = np.divmod(part_keys, categories)
    customer, day = np.divmod(company_day, days)

    by_category, by_category_order = sort_order(
        pack((customer, customers), (category, categories), (day, days)), customers * categories * days
    )
    pair_starts = starts_of(by_category // days)
    first_time = np.zeros(len(part_keys), dtype=np.bool_)
    # An item whose category nobody named is in doubt, and doubt is never new.
    first_time[by_category_order[pair_starts]] = category[by_category_order[pair_starts]] != NO_CATEGORY

    new_category = ~known & np.repeat(first_time, lengths_of(starts, len(keys)))
    kinds = {
        "usual": usual,
        "quantity": known & ~usual,
        "variant": ~known & ~new_category,
        "category": new_category,
    }
    value = lines.value[order]
    parts = Occasions(
        owner=customer,
        day=day,
        value=sum_runs(value, starts),
        new_value=sum_runs(value * new_category, starts),
        new_categories=first_time.astype(np.int64),
        weights={kind: sum_runs(weight * mask, starts) for kind, mask in kinds.items()},
        lines={kind: sum_runs(mask.astype(np.int64), starts) for kind, mask in kinds.items()},
        starts=starts,
        counts=starts,
    )
    company = _regroup(parts, owner=customer, starts=starts_of(company_day))
    named = category[by_category_order] != NO_CATEGORY
    pair_order = by_category_order[named]
    pair = (by_category // days)[named]
    ordered = _take(parts, pair_order)
    pair_runs = starts_of(pair)
    owners = CategoryOwners(customer=pair[pair_runs] // categories, category=pair[pair_runs] % categories)
    number = np.repeat(np.arange(len(pair_runs), dtype=np.int64), lengths_of(pair_runs, len(pair)))
    in_category = _regroup(ordered, owner=number, starts=np.arange(len(pair), dtype=np.int64))
    return company, in_category, owners


def _take(occasions: Occasions, rows: Ints | Bools) -> Occasions:
    return Occasions(
        owner=occasions.owner[rows],
        day=occasions.day[rows],
        value=occasions.value[rows],
        new_value=occasions.new_value[rows],
        new_categories=occasions.new_categories[rows],
        weights={kind: weights[rows] for kind, weights in occasions.weights.items()},
        lines={kind: lines[rows] for kind, lines in occasions.lines.items()},
        starts=occasions.starts,
        counts=occasions.counts,
    )


def _regroup(parts: Occasions, *, owner: Ints, starts: Ints) -> Occasions:
    """Each run of parts added up to one occasion."""
    owners = owner[starts]
    owner_starts = starts_of(owners)
    return Occasions(
        owner=owners,
        day=parts.day[starts],
        value=sum_runs(parts.value, starts),
        new_value=sum_runs(parts.new_value, starts),
        new_categories=sum_runs(parts.new_categories, starts),
        weights={kind: sum_runs(weights, starts) for kind, weights in parts.weights.items()},
        lines={kind: sum_runs(lines, starts) for kind, lines in parts.lines.items()},
        starts=owner_starts,
        counts=lengths_of(owner_starts, len(owners)),
    )
