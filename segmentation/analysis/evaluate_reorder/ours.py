"""The reorder list itself, as the method to be measured."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from segmentation.analysis.evaluate_reorder.lists import LONG
from segmentation.analysis.evaluate_reorder.metrics import Lists
from segmentation.analysis.evaluate_reorder.protocol import Cutoff
from segmentation.analysis.reorder import ReorderConfig, item_neighbours, item_statistics, rank_reorders


def reorder_list(cutoff: Cutoff, *, config: ReorderConfig) -> tuple[Lists, Lists]:
    """Statistics of everybody before the cut-off, lists of the measured companies."""
    as_of = cutoff.first_day - timedelta(days=1)
    measured = pd.Index(np.array(cutoff.lines.customer_names, dtype=object)[cutoff.measured])
    statistics = item_statistics(cutoff.known, as_of=as_of, config=config)
    lines = cutoff.known[cutoff.known["customer_key"].isin(measured).to_numpy()]
    ranked = rank_reorders(
        lines,
        as_of=as_of,
        statistics=statistics,
        top=LONG,
        config=config,
        own_only=False,
        neighbours=item_neighbours(cutoff.known, as_of=as_of, config=config),
    )
    row = measured.get_indexer(pd.Index(ranked["customer_key"]))
    place = ranked["rank"].to_numpy() - 1
    sku = cutoff.names.get_indexer(pd.Index(ranked["sku"].astype("object")))
    full = np.full((len(measured), LONG), -1, dtype=np.int64)
    full[row, place] = sku
    own = full.copy()
    bought = (ranked["times_bought"] > 0).to_numpy()
    own[row[~bought], place[~bought]] = -1
    return full, own
