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
from segmentation.analysis.alternatives.relation_counts import WHOLE, Part, RelationCounts, merge_relation_counts
from segmentation.analysis.alternatives.relations import relations_from_counts
from segmentation.analysis.clean import clean_lines
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.host import curated_relations, open_directory, open_order_source, places_of, units_of
from segmentation.services.store_difference import Written
from segmentation.services.store_relations import store_nearby, store_relations

if TYPE_CHECKING:
    import pandas as pd


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

    From the canonical lines or the merged counts of everybody; without either, from the host's orders, a shard at a
    time. Only what differs from what is stored is written.
    """
    if found is None:
        source = open_order_source()
        parts = [count_items(lines, as_of=as_of) for _, lines in source.shards(conf.get("SHARD_SIZE"))]
        found = merge_item_counts(parts) if parts else count_items(source.read([]), as_of=as_of)
    counts = found if isinstance(found, ItemCounts) else count_items(found, as_of=as_of)
    skus = counts.relations.items["sku"].astype("str").tolist()
    relations = relations_from_counts(counts.relations, curated=curated_relations(), units=units_of(skus))
    cells = cells_of(places_of(list(open_directory().customer_keys())))
    return Refreshed(
        relations=store_relations(relations, version=RELATIONS_VERSION, as_of=as_of, now=now),
        nearby=store_nearby(nearby_from_counts(counts.nearby, cells=cells)),
    )
