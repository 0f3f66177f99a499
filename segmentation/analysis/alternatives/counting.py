"""The map: what the lines of some companies say about pairs of items, as whole numbers that add up over companies."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from segmentation.analysis.alternatives.config import DEFAULT_RELATIONS, RelationConfig
from segmentation.analysis.alternatives.holdings import Holdings, given_up, hold_items
from segmentation.analysis.alternatives.pairing import PairSums, add_up, blocks_of, no_pairs, pair_rows, sum_by_key
from segmentation.analysis.alternatives.relation_counts import ACROSS, ALIKE, WHOLE, Part, RelationCounts, pair_frame
from segmentation.analysis.arrays import Bools, Ints, lengths_of, pack, position_in_run, sort_order, starts_of, sum_runs
from segmentation.analysis.clean import CleanLines, clean_lines
from segmentation.analysis.coding import NO_CATEGORY
from segmentation.analysis.config import DEFAULT_CONFIG


def relation_counts(
    lines: pd.DataFrame,
    *,
    as_of: date,
    skus: Collection[str] | None = None,
    part: Part = WHOLE,
    config: RelationConfig = DEFAULT_RELATIONS,
) -> RelationCounts:
    """Counts of the canonical lines of some companies, all their lines together; adds up by `merge_relation_counts`.

    With `skus` pairs are counted among these alone (`common_skus` loses no relation), with `part` one share of them:
    memory grows with the pairs, and shares are counted one after the other or by different workers (`join_parts`).
    """
    cleaned, _ = clean_lines(lines, as_of=as_of, config=DEFAULT_CONFIG)
    return count_relations(cleaned, as_of=as_of, skus=skus, part=part, config=config)


def count_relations(
    cleaned: CleanLines,
    *,
    as_of: date,
    skus: Collection[str] | None = None,
    part: Part = WHOLE,
    config: RelationConfig = DEFAULT_RELATIONS,
) -> RelationCounts:
    """`relation_counts` of lines that are cleaned already."""
    held = hold_items(cleaned, as_of=as_of, config=config)
    rows, basket = _baskets(held, config=config)
    in_basket = held.sku[held.lines.holding[rows]]
    wanted = np.ones(held.width, dtype=np.bool_) if skus is None else np.asarray(held.sku_names.isin(list(skus)))
    leads = part.holds(held.sku_names)
    kept = np.flatnonzero(wanted[in_basket])
    together, across = _pair_baskets(held, rows[kept], basket[kept], leads=leads)
    alike = _pair_holdings(held, wanted, leads=leads, config=config)
    return RelationCounts(
        items=_items(held, np.bincount(in_basket, minlength=held.width), config=config),
        alike=pair_frame(_with_baskets(alike, together, width=held.width), held.sku_names, ALIKE),
        across=pair_frame(across, held.sku_names, ACROSS),
        companies=held.companies,
        baskets=len(starts_of(basket)),
    )


def _baskets(held: Holdings, *, config: RelationConfig) -> tuple[Ints, Ints]:
    """Lines by company, day and item, and which basket each is in; without baskets that are too long."""
    lines = held.lines
    days = held.as_of + 1
    owners = int(held.customer.max(initial=0)) + 1
    keys = pack((held.customer[lines.holding], owners), (lines.day, days))
    keys, order = sort_order(keys, owners * days)  # lines come sorted by item, and equal keys keep their order
    starts = starts_of(keys)
    lengths = lengths_of(starts, len(keys))
    short = np.repeat(lengths <= config.longest_basket, lengths)
    return order[short], keys[short]


def _pair_baskets(held: Holdings, rows: Ints, basket: Ints, *, leads: Bools) -> tuple[PairSums, PairSums]:
    """Baskets and companies with a basket per pair: (baskets) in one category, (baskets, companies) across."""
    holding = held.lines.holding[rows]
    owner, sku, category = held.customer[holding].astype(np.int64), held.sku[holding], held.category[holding]
    together, across = [], []
    for block in blocks_of(owner, starts_of(basket), leads=leads[sku]):
        length = block.stop - block.start
        first, second = pair_rows(starts_of(basket[block]), length, leads=leads[sku[block]])
        known = category[block] != NO_CATEGORY
        same = (category[block][first] == category[block][second]) & known[first]
        keys = sku[block][first].astype(np.int64) * held.width + sku[block][second]
        local = owner[block][first] - owner[block.start]
        size = int(local.max(initial=0)) + 1
        in_one, in_two = keys[same], keys[~same] * size + local[~same]
        together.append(sum_by_key(in_one, [np.ones(len(in_one), dtype=np.int32)], width=held.width))
        across.append(_count_companies(in_two, size))
    return add_up(together, width=held.width, columns=1), add_up(across, width=held.width, columns=2)


def _count_companies(keys: Ints, size: int) -> PairSums:
    """Baskets and companies per pair, where each key is pair * size + company."""
    keys = np.sort(keys)
    company_starts = starts_of(keys)
    baskets = lengths_of(company_starts, len(keys))
    pairs = keys[company_starts] // size
    starts = starts_of(pairs)
    if not len(starts):
        return no_pairs(2)
    companies = lengths_of(starts, len(pairs))
    return PairSums(key=pairs[starts], sums=(sum_runs(baskets, starts).astype(np.int32), companies.astype(np.int32)))


def _pair_holdings(held: Holdings, wanted: Bools, *, leads: Bools, config: RelationConfig) -> PairSums:
    """Per pair in one category: shared freshness, companies, and switches there and back."""
    rows, group = _ranges(held, wanted, config=config)
    owner, sku = held.customer[rows].astype(np.int64), held.sku[rows].astype(np.int64)
    left, first_day, last_day = given_up(held, config=config)[rows], held.first[rows], held.last[rows]
    recent = first_day > held.as_of - config.switch_window_days
    parts = []
    for block in blocks_of(owner, starts_of(group), leads=leads[sku]):
        length = block.stop - block.start
        pairs = pair_rows(starts_of(group[block]), length, leads=leads[sku[block]])
        one, two = (block.start + side for side in pairs)
        values = [
            held.freshness[rows[one]] * held.freshness[rows[two]],
            np.ones(len(one), dtype=np.int32),
            (left[one] & recent[two] & (first_day[two] > last_day[one])).astype(np.int32),
            (left[two] & recent[one] & (first_day[one] > last_day[two])).astype(np.int32),
        ]
        parts.append(sum_by_key(sku[one] * held.width + sku[two], values, width=held.width))
    return add_up(parts, width=held.width, columns=4)


def _ranges(held: Holdings, wanted: Bools, *, config: RelationConfig) -> tuple[Ints, Ints]:
    """Holdings by company, category and item, and which group each is in; of wide ranges the freshest items."""
    categories = int(held.category.max(initial=0)) + 1
    owners = int(held.customer.max(initial=0)) + 1
    group = pack((held.customer, owners), (held.category, categories))
    group, rows = sort_order(
        group, owners * categories
    )  # holdings come sorted by item, and equal keys keep their order
    starts = starts_of(group)
    kept = wanted[held.sku[rows]] & (held.category[rows] != NO_CATEGORY)
    lengths = np.repeat(lengths_of(starts, len(rows)), lengths_of(starts, len(rows)))
    wide = np.flatnonzero(lengths > config.widest_range)
    among = rows[wide]
    ranked = wide[np.lexsort((held.sku[among], -held.last[among], -held.freshness[among], group[wide]))]
    place = position_in_run(starts_of(group[ranked]), len(ranked))
    kept[ranked[place >= config.widest_range]] = False
    return rows[kept], group[kept]


def _with_baskets(pairs: PairSums, together: PairSums, *, width: int) -> PairSums:
    """The counts per pair with its baskets as the last column."""
    none_of_pairs, none_of_baskets = (np.zeros(len(each.key), dtype=np.int32) for each in (pairs, together))
    padded = PairSums(key=pairs.key, sums=(*pairs.sums, none_of_pairs))
    baskets = PairSums(key=together.key, sums=(*[none_of_baskets] * 4, *together.sums))
    return add_up([padded, baskets], width=width, columns=5)


def _items(held: Holdings, baskets_with: Ints, *, config: RelationConfig) -> pd.DataFrame:
    by_sku = pd.DataFrame(
        {
            "sku": held.sku,
            "freshness": held.freshness * held.freshness,
            "companies": np.ones(len(held.sku), dtype=np.int64),
            "newcomers": (held.first > held.as_of - config.newcomer_days).astype(np.int64),
            "quantity": held.quantity,
            "value": held.value,
        }
    )
    items = by_sku.groupby("sku", as_index=False, sort=True).sum()
    items["baskets"] = baskets_with[items["sku"].to_numpy()].astype(np.int64)
    items["sku"] = pd.Categorical.from_codes(items["sku"].to_numpy(), categories=held.sku_names)
    return items
