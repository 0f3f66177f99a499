"""Two honest tests of alternatives without labels: what companies buy next, and what they take to when an item is gone.

Both look at purchases after a cut-off that no method saw. They measure what is bought, not whether it can stand in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import scipy.sparse as sp

from segmentation.analysis.alternatives.baselines import Matrix, baskets_by_items, cosine, relation_matrix, ties
from segmentation.analysis.alternatives.cases import Measured, gone_items, later_purchases, measure, next_occasions
from segmentation.analysis.alternatives.config import DEFAULT_RELATIONS, RelationConfig
from segmentation.analysis.alternatives.counting import count_relations
from segmentation.analysis.alternatives.holdings import Holdings, hold_items
from segmentation.analysis.alternatives.relations import relations_from_counts
from segmentation.analysis.clean import CleanLines, clean_lines
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.curated import RelationKind

NEXT, GONE = 10, 5
"""Places of the list that count in each test."""
SHRINKAGE = 5.0


@dataclass(frozen=True, slots=True)
class Score:
    """One method at one cut-off, in both tests."""

    method: str
    cutoff: date
    following: Measured
    gone: Measured


def evaluate_alternatives(
    lines: pd.DataFrame, *, cutoffs: Sequence[date], horizon_days: int = 90, config: RelationConfig = DEFAULT_RELATIONS
) -> list[Score]:
    """Every method at every cut-off. Whatever a method uses lies on or before the cut-off."""
    everything, _ = clean_lines(lines, as_of=date.max, config=DEFAULT_CONFIG)
    scores = []
    for cutoff in cutoffs:
        cleaned, _ = clean_lines(lines, as_of=cutoff, config=DEFAULT_CONFIG)
        past = hold_items(cleaned, as_of=cutoff, config=config)
        later = later_purchases(everything, past, horizon_days=horizon_days)
        following, gone = next_occasions(past, later), gone_items(past, later)
        for method, (matrix, fresh) in _methods(cleaned, past, cutoff=cutoff, config=config).items():
            scores.append(
                Score(
                    method,
                    cutoff,
                    measure(following, ties(past, fresh=fresh), matrix, top=NEXT),
                    measure(gone, sp.identity(past.width, format="csr"), matrix, top=GONE),
                )
            )
    return scores


def _methods(
    cleaned: CleanLines, past: Holdings, *, cutoff: date, config: RelationConfig
) -> Mapping[str, tuple[Matrix, bool]]:
    """For each method what a row of ties is multiplied by, and whether these are as strong as they are today."""
    popularity = np.bincount(past.sku, weights=past.freshness, minlength=past.width)
    of_any = np.broadcast_to(popularity, (past.width, past.width))
    relations = relations_from_counts(count_relations(cleaned, as_of=cutoff, config=config), config=config)
    alternatives = relation_matrix(relations, past.sku_names, kinds=[RelationKind.SUBSTITUTE])
    companions = relation_matrix(relations, past.sku_names, kinds=[RelationKind.COMPLEMENT])
    return {
        "recent popularity": (of_any, False),
        "companies' cosine": (cosine(ties(past, fresh=False), shrinkage=SHRINKAGE), False),
        "baskets' cosine": (cosine(baskets_by_items(past), shrinkage=SHRINKAGE), True),
        "alternatives": (alternatives, True),
        "alternatives and companions": (alternatives + companions, True),
    }
