"""What is counted about items and pairs of items, and the reduce: counts of several parts as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from segmentation.analysis.alternatives.config import DEFAULT_RELATIONS, RelationConfig
from segmentation.analysis.alternatives.pairing import PairSums, add_up
from segmentation.analysis.arrays import Bools, Ints

ITEMS = ("freshness", "companies", "newcomers", "baskets", "quantity", "value")
ALIKE = ("freshness", "companies", "switched", "switched_back", "baskets")
ACROSS = ("baskets", "companies")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationCounts:
    """Whole numbers that add up over companies. Sorted by `sku` and `other`, with `sku` before `other`.

    items   sku, freshness (sum of squared ties), companies that bought it, newcomers among them, baskets it was in,
            quantity (thousandths) and value (minor units) sold
    alike   pairs of one category: sku, other, freshness (sum of products of ties), companies that bought both,
            switched from sku to other, switched_back, baskets with both
    across  pairs of two categories: sku, other, baskets with both, companies with such a basket
    """

    items: pd.DataFrame
    alike: pd.DataFrame
    across: pd.DataFrame
    companies: int
    baskets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One share of all pairs, the same for whatever companies are counted: number 0 to `of` - 1."""

    number: int
    of: int

    def holds(self, sku_names: pd.Index) -> Bools:
        """Whether pairs that begin with each of these items belong to the share."""
        if self.of == 1:
            return np.ones(len(sku_names), dtype=np.bool_)
        hashes = pd.util.hash_array(sku_names.to_numpy(dtype=np.object_), categorize=False)
        return np.asarray(hashes % np.uint64(self.of) == self.number)


WHOLE = Part(number=0, of=1)


def merge_relation_counts(parts: Sequence[RelationCounts]) -> RelationCounts:
    """The counts of parts with no company in common, as if they had been counted together, in whatever order."""
    if not parts:
        raise ValueError("There is nothing to merge: give the counts of at least one part.")
    names = _all_names(parts)
    items = pd.concat([_recoded(part.items, names) for part in parts], ignore_index=True)
    items = items.groupby("sku", as_index=False, sort=True)[list(ITEMS)].sum()
    items["sku"] = pd.Categorical.from_codes(items["sku"].to_numpy(), categories=names)
    return RelationCounts(
        items=items,
        alike=_merge_pairs([part.alike for part in parts], names, ALIKE),
        across=_merge_pairs([part.across for part in parts], names, ACROSS),
        companies=sum(part.companies for part in parts),
        baskets=sum(part.baskets for part in parts),
    )


def join_parts(parts: Sequence[RelationCounts]) -> RelationCounts:
    """The counts of the same companies, each with another share of the pairs, as one."""
    return replace(
        parts[0],
        alike=_merge_pairs([part.alike for part in parts], parts[0].items["sku"].cat.categories, ALIKE),
        across=_merge_pairs([part.across for part in parts], parts[0].items["sku"].cat.categories, ACROSS),
    )


def drop_rare_pairs(counts: RelationCounts, *, config: RelationConfig = DEFAULT_RELATIONS) -> RelationCounts:
    """Without the pairs that too few companies make for a relation. For counts of everybody: no relation is lost."""
    return replace(
        counts,
        alike=counts.alike[counts.alike["companies"] >= config.min_companies].reset_index(drop=True),
        across=counts.across[counts.across["companies"] >= config.min_companies].reset_index(drop=True),
    )


def common_skus(items: pd.DataFrame, *, config: RelationConfig = DEFAULT_RELATIONS) -> frozenset[str]:
    """Items with enough companies for a relation; pairs with any other item can be left uncounted."""
    return frozenset(items.loc[items["companies"] >= config.min_companies, "sku"].astype(object))


def pair_frame(pairs: PairSums, names: pd.Index, columns: Sequence[str]) -> pd.DataFrame:
    """The sums with both names beside them."""
    width = max(len(names), 1)
    return pd.DataFrame(
        {
            "sku": pd.Categorical.from_codes(pairs.key // width, categories=names),
            "other": pd.Categorical.from_codes(pairs.key % width, categories=names),
            **dict(zip(columns, pairs.sums, strict=True)),
        }
    )


def _all_names(parts: Sequence[RelationCounts]) -> pd.Index:
    names: pd.Index = pd.Index(sorted(set().union(*(part.items["sku"].cat.categories for part in parts))), dtype="str")
    return names


def _merge_pairs(frames: Sequence[pd.DataFrame], names: pd.Index, columns: Sequence[str]) -> pd.DataFrame:
    parts = []
    for frame in frames:
        recode = _recoding(frame["sku"], names)
        key = recode[frame["sku"].cat.codes] * len(names) + recode[frame["other"].cat.codes]
        parts.append(PairSums(key=key, sums=tuple(frame[name].to_numpy() for name in columns)))
    return pair_frame(add_up(parts, width=len(names), columns=len(columns)), names, columns)


def _recoded(frame: pd.DataFrame, names: pd.Index) -> pd.DataFrame:
    return frame.assign(sku=_recoding(frame["sku"], names)[frame["sku"].cat.codes])


def _recoding(column: pd.Series, names: pd.Index) -> Ints:
    """For each of the column's categories its place among all."""
    return names.get_indexer(column.cat.categories).astype(np.int64)
