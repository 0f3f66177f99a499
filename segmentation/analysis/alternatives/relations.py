"""The reduce's last step: counts to the relations of each item, ranked, with the counts that explain them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from segmentation.analysis.alternatives.config import DEFAULT_RELATIONS, RelationConfig
from segmentation.analysis.alternatives.curated_rows import COUNTS, curated_rows
from segmentation.analysis.alternatives.holdings import FRESH
from segmentation.analysis.alternatives.item_totals import ItemTotals
from segmentation.analysis.alternatives.relation_counts import RelationCounts
from segmentation.analysis.alternatives.significance import lift, log_likelihood_ratio
from segmentation.analysis.arrays import Bools, Floats, Ints, pack, position_in_run, starts_of
from segmentation.curated import ALTERNATIVE_KINDS, CuratedRelation, RelationKind

COLUMNS = ("sku", "other", "kind", "rank", "score", *COUNTS)
_TYPES = {**dict.fromkeys(("sku", "other", "kind"), "str"), **dict.fromkeys(("score", *COUNTS), "int64")}


def relations_from_counts(
    counts: RelationCounts,
    *,
    curated: Iterable[CuratedRelation] = (),
    units: Mapping[str, str] | None = None,
    config: RelationConfig = DEFAULT_RELATIONS,
) -> pd.DataFrame:
    """One row per item and related item, sorted by sku, alternatives before companions, and rank.

    rank     1, 2, 3 ... among the item's alternatives, and among its companions; those set by hand come first
    score    in thousandths: likeness of a substitute times its pull on newcomers, or the share of the item's baskets
             that a complement is in
    lift     in tenths, to two digits: how many times more often than by chance both are had, by companies (of a
             complement: in baskets)
    n_...    companies that bought both (of a complement: in one basket), the item, the other
    baskets_... the same in baskets
    switches companies that gave the item up and then took to the other
    Relations set by hand have no numbers.
    """
    computed = pd.concat([_substitutes(counts, units or {}, config), _complements(counts, config)], ignore_index=True)
    rows = pd.concat([curated_rows(curated).astype(_TYPES), computed.astype(_TYPES)], ignore_index=True)
    rows = rows.drop_duplicates(["sku", "other"], keep="first")
    goes_with = ~rows["kind"].isin(ALTERNATIVE_KINDS)
    rows = rows.assign(goes_with=goes_with).sort_values(["sku", "goes_with"], kind="stable", ignore_index=True)
    rows["rank"] = rows.groupby(["sku", "goes_with"], sort=False).cumcount() + 1
    return rows[list(COLUMNS)]


def _substitutes(counts: RelationCounts, units: Mapping[str, str], config: RelationConfig) -> pd.DataFrame:
    items = ItemTotals.of(counts)
    pairs = counts.alike[counts.alike["companies"] >= config.min_companies]
    one, two = items.codes(pairs["sku"]), items.codes(pairs["other"])
    fits = _price_fits(items, one, two, config) & _unit_fits(items, one, two, units)
    pairs, one, two = pairs[fits], one[fits], two[fits]
    both = pairs["companies"].to_numpy()
    switched = np.concatenate((pairs["switched"].to_numpy(), pairs["switched_back"].to_numpy())).astype(np.int64)
    switches = np.where(switched >= config.min_switches, switched, 0)
    likeness = np.tile(_likeness(items, pairs, one, two, config), 2)
    likeness += config.switch_weight * switches / (np.tile(_size(items.companies, one, two), 2) + config.shrinkage)
    strength = likeness * _pull(items, np.concatenate((one, two)), np.concatenate((two, one)))
    sides = {
        "score": np.rint(strength * 1000).astype(np.int64),
        "strength": strength,
        "lift": np.tile(_tenths(lift(both, items.companies[one], items.companies[two], items.all_companies)), 2),
        "n_both": np.tile(both, 2),
        "baskets_both": np.tile(pairs["baskets"].to_numpy(), 2),
        "switches": switches,
    }
    rows = _both_ways(items, one, two, kind=RelationKind.SUBSTITUTE, sides=sides)
    return _best(rows, limit=config.neighbours, names=items.names)


def _likeness(items: ItemTotals, pairs: pd.DataFrame, one: Ints, two: Ints, config: RelationConfig) -> Floats:
    """Cosine of the companies' ties to two items, shrunk: 0 for nothing in common, towards 1 for the same companies."""
    shared: Floats = pairs["freshness"].to_numpy() / FRESH**2
    return shared / (_size(items.freshness, one, two) / FRESH**2 + config.shrinkage)


def _tenths(times: Floats) -> Ints:
    """In tenths to two digits, so that a row does not change with every company that joins the shop."""
    tenths = np.rint(times * 10)
    step = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(tenths, 1.0))) - 1.0, 0.0)
    return (np.rint(tenths / step) * step).astype(np.int64)


def _pull(items: ItemTotals, sku: Ints, other: Ints) -> Floats:
    """How well the other item wins newcomers, beside the best of the item's kind: up to 1."""
    peak = items.newcomers.copy()
    np.maximum.at(peak, sku, items.newcomers[other])
    pull: Floats = np.sqrt((items.newcomers[other] + 1) / (peak[sku] + 1))
    return pull


def _size(amounts: Ints, one: Ints, two: Ints) -> Floats:
    roots: Floats = np.sqrt(amounts.astype(np.float64))
    return roots[one] * roots[two]


def _complements(counts: RelationCounts, config: RelationConfig) -> pd.DataFrame:
    items = ItemTotals.of(counts)
    pairs = counts.across[counts.across["companies"] >= config.min_companies]
    one, two = items.codes(pairs["sku"]), items.codes(pairs["other"])
    both = pairs["baskets"].to_numpy()
    times = lift(both, items.baskets[one], items.baskets[two], counts.baskets)
    ratio = log_likelihood_ratio(both, items.baskets[one], items.baskets[two], counts.baskets)
    kept = (times >= config.min_lift) & (ratio > config.min_ratio)
    one, two, pairs = one[kept], two[kept], pairs[kept]
    sides = {
        "score": np.rint(1000 * np.tile(both[kept], 2) / items.baskets[np.concatenate((one, two))]).astype(np.int64),
        "lift": np.tile(_tenths(times[kept]), 2),
        "strength": np.tile(ratio[kept], 2),
        "n_both": np.tile(pairs["companies"].to_numpy(), 2),
        "baskets_both": np.tile(pairs["baskets"].to_numpy(), 2),
        "switches": np.zeros(2 * len(pairs), dtype=np.int64),
    }
    rows = _both_ways(items, one, two, kind=RelationKind.COMPLEMENT, sides=sides)
    return _best(rows, limit=config.companions, names=items.names)


def _price_fits(items: ItemTotals, one: Ints, two: Ints, config: RelationConfig) -> Bools:
    prices: Floats = items.value / np.maximum(items.quantity, 1)
    ratio = prices[two] / np.maximum(prices[one], 1e-12)
    fits: Bools = (ratio >= 1 / config.dearest) & (ratio <= config.dearest)
    return fits


def _unit_fits(items: ItemTotals, one: Ints, two: Ints, units: Mapping[str, str]) -> Bools:
    """Whether two items are sold by the same unit, where that is known of both."""
    known = items.names.map(units) if units else pd.Index([None] * len(items.names), dtype="object")
    codes, _ = pd.factorize(known)
    fits: Bools = (codes[one] == codes[two]) | (codes[one] < 0) | (codes[two] < 0)
    return fits


def _both_ways(
    items: ItemTotals, one: Ints, two: Ints, *, kind: RelationKind, sides: Mapping[str, Ints | Floats]
) -> pd.DataFrame:
    sku, other = np.concatenate((one, two)), np.concatenate((two, one))
    return pd.DataFrame(
        {
            "sku": sku,
            "other": other,
            "kind": str(kind),
            "n_sku": items.companies[sku],
            "n_other": items.companies[other],
            "baskets_sku": items.baskets[sku],
            "baskets_other": items.baskets[other],
            **sides,
        }
    )


def _best(rows: pd.DataFrame, *, limit: int, names: pd.Index) -> pd.DataFrame:
    """The best of each item by strength; ties by name."""
    order = np.lexsort((rows["other"].to_numpy(), -rows["strength"].to_numpy(), rows["sku"].to_numpy()))
    rows = rows.iloc[order]
    place = position_in_run(starts_of(pack((rows["sku"].to_numpy(), max(len(names), 1)))), len(rows))
    rows = rows[place < limit]
    return rows.assign(
        sku=names.to_numpy()[rows["sku"].to_numpy()], other=names.to_numpy()[rows["other"].to_numpy()]
    ).reindex(columns=[name for name in COLUMNS if name != "rank"])
