"""What is counted about items and pairs of items, and the reduce: counts of several parts as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentation.analysis.alternatives.config import DEFAULT_RELATIONS, RelationConfig
from segmentation.analysis.alternatives.pairing import PairSums, add_up
from segmentation.analysis.arrays import Ints

ITEMS = ("freshness", "companies", "baskets", "quantity", "value")
ALIKE = ("freshness", "companies", "switched", "switched_back", "baskets")
ACROSS = ("baskets", "companies")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationCounts:
    """Whole numbers (int64) that add up over companies. Sorted by `sku` and `other`, with `sku` before `other`.

    items   sku, freshness (sum of squared ties), companies that bought it, baskets it was in, quantity (thousandths)
            and value (minor units) sold
    alike   pairs of one category: sku, other, freshness (sum of products of ties), companies that bought both,
            switched from sku to other, switched_back, baskets with both
    across  pairs of two categories: sku, other, baskets with both, companies with such a basket
    """

    items: pd.DataFrame
    alike: pd.DataFrame
    across: pd.DataFrame
    companies: int
    baskets: int


def merge_relation_counts(parts: Sequence[RelationCounts]) -> RelationCounts:
    """The counts of parts with no company in common, as if they had been counted together, in whatever order."""
    if not parts:
        raise ValueError("There is nothing to merge: give the counts of at least one part.")
    names = sorted(set().union(*(part.items["sku"].cat.categories for part in parts)))
    categories = pd.Index(names, dtype="str")
    items = pd.concat([_recoded(part.items, categories, ("sku",)) for part in parts], ignore_index=True)
    items = items.groupby("sku", as_index=False, sort=True)[list(ITEMS)].sum()
    items["sku"] = pd.Categorical.from_codes(items["sku"].to_numpy(), categories=categories)
    return RelationCounts(
        items=items,
        alike=_merge_pairs([part.alike for part in parts], categories, ALIKE),
        across=_merge_pairs([part.across for part in parts], categories, ACROSS),
        companies=sum(part.companies for part in parts),
        baskets=sum(part.baskets for part in parts),
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


def _merge_pairs(frames: Sequence[pd.DataFrame], categories: pd.Index, columns: Sequence[str]) -> pd.DataFrame:
    width = len(categories)
    parts = []
    for frame in frames:
        recode = _recoding(frame["sku"], categories)
        key = recode[frame["sku"].cat.codes] * width + recode[frame["other"].cat.codes]
        parts.append(PairSums(key=key, sums=tuple(frame[name].to_numpy(dtype=np.int64) for name in columns)))
    return pair_frame(add_up(parts, width=width, columns=len(columns)), categories, columns)


def _recoded(frame: pd.DataFrame, categories: pd.Index, names: Sequence[str]) -> pd.DataFrame:
    coded = {name: _recoding(frame[name], categories)[frame[name].cat.codes] for name in names}
    return frame.assign(**coded)


def _recoding(column: pd.Series, categories: pd.Index) -> Ints:
    """For each of the column's categories its place among all."""
    return categories.get_indexer(column.cat.categories).astype(np.int64)
