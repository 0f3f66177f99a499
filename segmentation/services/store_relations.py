from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from segmentation.models import NearbyItem, SkuRelation
from segmentation.places import cell_key
from segmentation.services.store_difference import Written, store_difference

if TYPE_CHECKING:
    import pandas as pd

RELATION_COLUMNS = (
    "kind",
    "rank",
    "score",
    "lift",
    "n_both",
    "n_sku",
    "n_other",
    "baskets_both",
    "switches",
    "version",
)


def store_relations(relations: pd.DataFrame, *, version: str, as_of: date, now: datetime) -> Written:
    """Make the stored relations of items these, with scores in hundredths, as thousandths drift daily.

    `as_of` and `written_at` say when a row last became what it is.
    """
    return store_difference(
        SkuRelation,
        relations.assign(version=version, score=(relations["score"] + 5) // 10),
        key=("sku", "other"),
        columns=RELATION_COLUMNS,
        origin={"as_of": as_of, "written_at": now},
    )


def store_nearby(nearby: pd.DataFrame) -> Written:
    """Make the stored lists of what is bought near each kind of place these."""
    parts = nearby[["country", "region", "postcode_area", "industry"]].itertuples(index=False, name=None)
    rows = nearby.assign(cell=[cell_key(*part) for part in parts])
    return store_difference(NearbyItem, rows, key=("cell", "sku"), columns=("rank", "tier"), origin={})
