"""UP-CF@r (Faggioli, Polato & Aiolli, UMAP 2020): recent popularity with each company, spread over like companies."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.arrays import Floats
from segmentation.analysis.evaluate_reorder.lists import best_of, own_only
from segmentation.analysis.evaluate_reorder.metrics import Lists
from segmentation.analysis.evaluate_reorder.neighbours import blocks, vectors, weigh
from segmentation.analysis.evaluate_reorder.protocol import Cutoff, orders_of

RECENT, ASYMMETRY, LOCALITY = 10, 0.75, 10
KEPT = 500
"""Like companies that are heeded; the locality leaves those further off without weight."""


def up_cf(cutoff: Cutoff) -> tuple[Lists, Lists]:
    """The lists of UP-CF@r with r = 10, alpha = .75 and q = 10; the company itself is the likest; ties by item code."""
    later, total = orders_of(cutoff.lines)
    recent = np.minimum(total[cutoff.lines.customer], RECENT)
    popular = vectors(cutoff, np.where(later < RECENT, 1 / recent, 0.0))
    bought = vectors(cutoff, np.ones(len(later)))
    bought.data[:] = 1
    transposed = bought.T.tocsr()
    items = np.diff(bought.indptr).astype(np.float64)
    weight: Floats = np.maximum(items, 1) ** (1 - ASYMMETRY)
    full, mine = [], []
    for block in blocks(cutoff):
        companies = cutoff.measured[block]
        alike: Floats = (bought[companies] @ transposed).toarray()
        alike /= weight[None, :]
        alike /= items[companies][:, None] ** ASYMMETRY
        kept = min(KEPT, alike.shape[1])
        chosen = np.argpartition(-alike, kept - 1, axis=1)[:, :kept]
        scores = weigh(popular, chosen, np.take_along_axis(alike, chosen, axis=1) ** LOCALITY)
        full.append(best_of(scores))
        mine.append(best_of(own_only(scores, cutoff.own[block])))
    return np.concatenate(full), np.concatenate(mine)
