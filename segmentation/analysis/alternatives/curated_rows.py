"""Relations set by hand, both ways, in the form of the computed ones."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from segmentation.curated import REVERSE, CuratedRelation, RelationKind

_ORDER = {str(kind): place for place, kind in enumerate(RelationKind)}
COUNTS = ("lift", "n_both", "n_sku", "n_other", "baskets_both", "baskets_sku", "baskets_other", "switches")


def curated_rows(relations: Iterable[CuratedRelation]) -> pd.DataFrame:
    """sku, other, kind, score 0 and no counts; one row each way, what was said outright before what follows from it."""
    said = [(each.sku, each.other, each.kind) for each in relations if each.sku != each.other]
    if any(kind not in REVERSE for _, _, kind in said):
        raise ValueError(
            "Substitutes and complements are computed; set by hand are successors, equal parts, accessories."
        )
    both_ways = [*said, *((other, sku, REVERSE[kind]) for sku, other, kind in said)]
    rows = pd.DataFrame(both_ways, columns=["sku", "other", "kind"]).astype(str)
    rows = rows.drop_duplicates(["sku", "other"], keep="first")
    rows["_order"] = rows["kind"].map(_ORDER)
    rows = rows.sort_values(["sku", "_order"], kind="stable").drop(columns="_order")
    return rows.assign(score=0, **dict.fromkeys(COUNTS, 0))
