from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from segmentation import conf
from segmentation.analysis.alternatives.config import RELATIONS_VERSION
from segmentation.analysis.alternatives.counting import count_relations
from segmentation.analysis.alternatives.nearby import nearby_from_counts
from segmentation.analysis.alternatives.nearby_counts import NearbyCounts, cells_of, count_nearby, merge_nearby_counts
from segmentation.analysis.alternatives.relation_counts import (
    WHOLE,
    Part,
    RelationCounts,
    drop_rare_pairs,
    join_parts,
    merge_relation_counts,
)
from segmentation.analysis.alternatives.relations import relations_from_counts
from segmentation.analysis.clean import clean_lines
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.host import curated_relations, open_directory, open_order_source, places_of, units_of
from segmentation.services.store_difference import Written
from segmentation.services.store_relations import store_nearby, store_relations

if TYPE_CHECKING:
    import pandas as pd

LINES_A_SHARE = 1_000_000
"""Purchases for which one share of all pairs is counted at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCounts:
    """What the lines of some companies say about items; adds up over companies."""

    relations: RelationCounts
    nearby: NearbyCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What a refresh wrote."""

    relations: Written
    nearby: Written


def count_items(lines: pd.DataFrame, *, as_of: date, part: Part = WHOLE) -> ItemCounts:
    """The map: counts of the canonical lines of some companies. Where they are is asked of the host, in one look-up."""
    cleaned, _ = clean_lines(lines, as_of=as_of, config=DEFAULT_CONFIG)
    return ItemCounts(
        relations=count_relations(cleaned, as_of=as_of, part=part),
        nearby=count_nearby(cleaned, places=places_of(cleaned.customer_names), as_of=as_of),
    )


def merge_item_counts(parts: Sequence[ItemCounts]) -> ItemCounts:
    """The reduce: counts of parts with no company in common, as one."""
    return ItemCounts(
        relations=merge_relation_counts([part.relations for part in parts]),
        nearby=merge_nearby_counts([part.nearby for part in parts]),
    )


def refresh_relations(found: pd.DataFrame | ItemCounts | None = None, *, as_of: date, now: datetime) -> Refreshed:
    """Work out and store how items stand to each other, and what is bought nearby.

    From the canonical lines or the merged counts of everybody; without either, from the host's orders. Only what
    differs from what is stored is written.
    """
    if found is None:
        found = _count_host_orders(as_of=as_of)
    counts = found if isinstance(found, ItemCounts) else count_items(found, as_of=as_of)
    skus = counts.relations.items["sku"].astype("str").tolist()
    relations = relations_from_counts(counts.relations, curated=curated_relations(), units=units_of(skus))
    cells = cells_of(places_of(list(open_directory().customer_keys())))
    return Refreshed(
        relations=store_relations(relations, version=RELATIONS_VERSION, as_of=as_of, now=now),
        nearby=store_nearby(nearby_from_counts(counts.nearby, cells=cells)),
    )


def _count_host_orders(*, as_of: date) -> ItemCounts:
    """Counts of everybody. Orders are read once; pairs are counted a share at a time, so that memory is bounded."""
    source = open_order_source()
    frames = (lines for _, lines in source.shards(conf.get("SHARD_SIZE")))
    shards = [clean_lines(lines, as_of=as_of, config=DEFAULT_CONFIG)[0] for lines in frames]
    shards = shards or [clean_lines(source.read([]), as_of=as_of, config=DEFAULT_CONFIG)[0]]
    nearby = [count_nearby(lines, places=places_of(lines.customer_names), as_of=as_of) for lines in shards]
    shares = 1 + sum(len(lines.day) for lines in shards) // LINES_A_SHARE
    counted = [
        drop_rare_pairs(merge_relation_counts([count_relations(lines, as_of=as_of, part=part) for lines in shards]))
        for part in (Part(number=number, of=shares) for number in range(shares))
    ]
    return ItemCounts(relations=join_parts(counted), nearby=merge_nearby_counts(nearby))
