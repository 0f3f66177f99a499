"""What companies of each kind of place hold on to, as whole numbers that add up over companies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from segmentation.analysis.alternatives.config import DEFAULT_RELATIONS, RelationConfig
from segmentation.analysis.alternatives.holdings import hold_items
from segmentation.analysis.clean import CleanLines, clean_lines
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.places import Place

CELL = ("country", "region", "postcode_area", "industry")


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyCounts:
    """One row per cell (country, region, postcode area, industry) and, in `items`, SKU; names nobody.

    items      cell, sku, companies that bought it, weight (sum of their ties), largest (of their ties)
    companies  cell, companies that bought anything
    """

    items: pd.DataFrame
    companies: pd.DataFrame


def nearby_counts(
    lines: pd.DataFrame, *, places: Mapping[str, Place], as_of: date, config: RelationConfig = DEFAULT_RELATIONS
) -> NearbyCounts:
    """Counts of the canonical lines of some companies, all their lines together; adds up by `merge_nearby_counts`.

    A company without a place, or that does not share, is not counted.
    """
    cleaned, _ = clean_lines(lines, as_of=as_of, config=DEFAULT_CONFIG)
    return count_nearby(cleaned, places=places, as_of=as_of, config=config)


def count_nearby(
    cleaned: CleanLines, *, places: Mapping[str, Place], as_of: date, config: RelationConfig = DEFAULT_RELATIONS
) -> NearbyCounts:
    """`nearby_counts` of lines that are cleaned already."""
    held = hold_items(cleaned, as_of=as_of, config=config)
    cells = cells_of({key: places[key] for key in cleaned.customer_names if key in places and places[key].shares})
    cell_of = cells.set_index("customer_key").reindex(cleaned.customer_names)["cell"].fillna(-1).astype(int).to_numpy()
    rows = pd.DataFrame(
        {"customer": held.customer, "cell": cell_of[held.customer], "sku": held.sku, "tie": held.freshness}
    )
    rows = rows[rows["cell"] >= 0]
    by_item = rows.groupby(["cell", "sku"], sort=True)["tie"].agg(["size", "sum", "max"]).reset_index()
    by_item.columns = pd.Index(["cell", "sku", "companies", "weight", "largest"])
    by_item["sku"] = held.sku_names.to_numpy()[by_item["sku"].to_numpy()]
    by_cell = rows.drop_duplicates("customer").groupby("cell").size().reset_index(name="companies")
    names = cells.drop_duplicates("cell").set_index("cell")[list(CELL)]
    counts = NearbyCounts(items=_named(by_item, names), companies=_named(by_cell, names))
    return merge_nearby_counts([counts])


def merge_nearby_counts(parts: Sequence[NearbyCounts]) -> NearbyCounts:
    """The counts of parts with no company in common, as if they had been counted together, in whatever order."""
    if not parts:
        raise ValueError("There is nothing to merge: give the counts of at least one part.")
    items = pd.concat([part.items for part in parts], ignore_index=True)
    companies = pd.concat([part.companies for part in parts], ignore_index=True)
    adding = {"companies": "sum", "weight": "sum", "largest": "max"}
    return NearbyCounts(
        items=items.groupby([*CELL, "sku"], as_index=False, sort=True).agg(adding),
        companies=companies.groupby(list(CELL), as_index=False, sort=True).agg({"companies": "sum"}),
    )


def cells_of(places: Mapping[str, Place]) -> pd.DataFrame:
    """customer_key, the four parts of its cell, and a number for the cell; only of those that share."""
    rows = [
        (key, place.country, place.region, place.postcode_area, place.industry)
        for key, place in sorted(places.items())
        if place.shares
    ]
    frame = pd.DataFrame(rows, columns=["customer_key", *CELL], dtype="str")
    return frame.assign(cell=frame.groupby(list(CELL), sort=True).ngroup())


def _named(rows: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    return rows.join(names, on="cell").drop(columns="cell")
