"""Occasions: all that one company, or one company in one category, bought on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from segmentation.analysis.arrays import Bools, Ints, bits_for, lengths_of, position_in_run, sort_rows, starts_of
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.coding import NO_CATEGORY
from segmentation.analysis.line_modes import MODE_BITS, UNKNOWN, LineModes
from segmentation.analysis.runs import Runs

LINE_KINDS = ("usual", "quantity", "terms", "variant", "category")
"""Routine; known item in another quantity; negotiated; new item in a known category; item of a new category."""
KIND_BITS = 3
VARIANT, CATEGORY = LINE_KINDS.index("variant"), LINE_KINDS.index("category")


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
    weights: Mapping[str, Ints]
    """Weight of the lines of each of LINE_KINDS."""
    lines: Mapping[str, Ints]
    """Number of lines of each of LINE_KINDS."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """Lines of one kind, of one owner on one day, added up."""

    owner: Ints
    day: Ints
    kind: Ints
    value: Ints
    weight: Ints
    lines: Ints
    new_categories: Ints

    def take(self, rows: Ints) -> _Parts:
        return _Parts(
            owner=self.owner[rows],
            day=self.day[rows],
            kind=self.kind[rows],
            value=self.value[rows],
            weight=self.weight[rows],
            lines=self.lines[rows],
            new_categories=self.new_categories[rows],
        )


def find_occasions(
    lines: CleanLines, modes: LineModes, *, category_from: int = 1
) -> tuple[Occasions, Occasions, CategoryOwners]:
    """The occasions of every company, those of companies in categories, and who owns the latter.

    Only categories in which a company bought on at least `category_from` days have occasions of their own; the empty
    category has none.
    """
    customers, categories, days = len(lines.customer_names), len(lines.category_names), lines.days
    category_bits, day_bits = bits_for(categories), bits_for(days)
    keys, order = sort_rows(
        (lines.customer, customers), (lines.category, categories), (lines.day, days), (modes.mode, 1 << MODE_BITS)
    )
    runs = Runs(keys)
    keys = runs.first(keys)
    pairs = Runs(keys >> (MODE_BITS + day_bits))
    pair_keys = pairs.first(keys) >> (MODE_BITS + day_bits)
    category, customer = pair_keys & ((1 << category_bits) - 1), pair_keys >> category_bits
    day, mode = (keys >> MODE_BITS) & ((1 << day_bits) - 1), keys & ((1 << MODE_BITS) - 1)
    # An item whose category nobody named is in doubt, and doubt is never new.
    first_day = np.where(category == NO_CATEGORY, -1, day[pairs.starts])
    new_categories = np.zeros(len(keys), dtype=np.int64)
    new_categories[pairs.starts] = category != NO_CATEGORY
    parts = _Parts(
        owner=pairs.expand(customer),
        day=day,
        kind=mode + ((mode == UNKNOWN) & (day == pairs.expand(first_day))),
        value=runs.sum(lines.value[order]),
        weight=runs.sum(modes.weight[order]),
        lines=runs.lengths,
        new_categories=new_categories,
    )
    company = _of_companies(parts, customers=customers, days=days)
    own_days = np.add.reduceat(_is_fresh(keys >> MODE_BITS), pairs.starts) if len(pairs) else pairs.starts
    kept = (category != NO_CATEGORY) & (own_days >= category_from)
    in_category = parts.take(np.flatnonzero(pairs.expand(kept)))
    numbers = np.repeat(np.arange(int(kept.sum()), dtype=np.int64), pairs.lengths[kept])
    return (
        company,
        _occasions_of(in_category, owner=numbers),
        CategoryOwners(customer=customer[kept], category=category[kept]),
    )


def _of_companies(parts: _Parts, *, customers: int, days: int) -> Occasions:
    day_bits = bits_for(days)
    keys, order = sort_rows((parts.owner, customers), (parts.day, days), (parts.kind, 1 << KIND_BITS))
    runs = Runs(keys)
    keys = runs.first(keys)
    owner = keys >> (KIND_BITS + day_bits)
    merged = _Parts(
        owner=owner,
        day=(keys >> KIND_BITS) & ((1 << day_bits) - 1),
        kind=keys & ((1 << KIND_BITS) - 1),
        value=runs.sum(parts.value[order]),
        weight=runs.sum(parts.weight[order]),
        lines=runs.sum(parts.lines[order]),
        new_categories=runs.sum(parts.new_categories[order]),
    )
    return _occasions_of(merged, owner=owner)


def _occasions_of(parts: _Parts, *, owner: Ints) -> Occasions:
    """Parts sorted by owner and day, each kind in a column of its own."""
    fresh = _is_fresh(owner) | _is_fresh(parts.day)
    first = np.flatnonzero(fresh)
    occasion = np.cumsum(fresh) - 1
    place = parts.kind * len(first) + occasion
    weights, lines = (np.zeros(len(LINE_KINDS) * len(first), dtype=np.int64) for _ in range(2))
    weights[place] = parts.weight
    lines[place] = parts.lines
    new = np.flatnonzero(parts.kind == CATEGORY)
    new_value = np.zeros(len(first), dtype=np.int64)
    new_value[occasion[new]] = parts.value[new]
    owners = owner[first]
    starts = starts_of(owners)
    return Occasions(
        owner=owners,
        day=parts.day[first],
        value=_sum_from(parts.value, first),
        new_value=new_value,
        new_categories=_sum_from(parts.new_categories, first),
        weights=dict(zip(LINE_KINDS, weights.reshape(len(LINE_KINDS), -1), strict=True)),
        lines=dict(zip(LINE_KINDS, lines.reshape(len(LINE_KINDS), -1), strict=True)),
        starts=starts,
        counts=lengths_of(starts, len(owners)),
    )


def _sum_from(values: Ints, first: Ints) -> Ints:
    return values if len(first) == len(values) else np.add.reduceat(values, first)


def _is_fresh(values: Ints) -> Bools:
    """Whether each value differs from the one before."""
    fresh = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    return fresh
