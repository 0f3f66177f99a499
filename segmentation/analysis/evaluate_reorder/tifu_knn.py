"""TIFU-KNN (Hu, He, Gao & Zhang, SIGIR 2020), as published for Ta-Feng and tuned; and its form with decay by days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np

from segmentation.analysis.arrays import Floats
from segmentation.analysis.clean import day_number
from segmentation.analysis.evaluate_reorder.lists import best_of, own_only
from segmentation.analysis.evaluate_reorder.metrics import Lists, Matrix, measure
from segmentation.analysis.evaluate_reorder.neighbours import (
    Likeness,
    blocks,
    mean_of,
    nearest,
    nearness,
    vectors,
)
from segmentation.analysis.evaluate_reorder.protocol import Cutoff, only, orders_of

TUNED_ON = 400
"""Companies that the parameters are tuned on, at most."""
HALF_LIFE_DAYS, DAY_NEIGHBOURS, DAY_OWN = 180, 100, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TifuParameters:
    """The names of the paper: m baskets a group, decay within a group and of groups, neighbours, weight of the own."""

    group: int
    within: float
    between: float
    neighbours: int
    own: float

    def __str__(self) -> str:
        return f"K={self.neighbours} rb={self.within} rg={self.between} alpha={self.own} m={self.group}"


TA_FENG = TifuParameters(group=7, within=0.9, between=0.7, neighbours=300, own=0.7)
SHAPES = tuple(product((3, 7), (0.9, 1.0), (0.7, 0.9)))
NEIGHBOURS = (100, 300, 900)
OWN = (0.3, 0.5, 0.7)


def tifu_knn(cutoff: Cutoff, parameters: TifuParameters) -> tuple[Lists, Lists]:
    """The lists of TIFU-KNN; equal scores by item code."""
    bought = _tifu_vectors(cutoff, parameters.group, parameters.within, parameters.between)
    return _mixed(cutoff, bought, likeness="euclidean", neighbours=parameters.neighbours, own=parameters.own)


def day_knn(cutoff: Cutoff) -> tuple[Lists, Lists]:
    """Neighbours by cosine on purchases that lose half their weight in 180 days (after Naumov and others, 2023)."""
    age = day_number(cutoff.first_day) - cutoff.lines.day
    bought = vectors(cutoff, np.exp2(-age / HALF_LIFE_DAYS))
    return _mixed(cutoff, bought, likeness="cosine", neighbours=DAY_NEIGHBOURS, own=DAY_OWN)


def tune(earlier: Cutoff | None) -> TifuParameters:
    """The best of 72 settings at an earlier cut-off, by recall and nDCG; those for Ta-Feng where there is none."""
    if earlier is None or not len(earlier.measured):
        return TA_FENG
    few = np.arange(len(earlier.measured), dtype=np.int64)
    if len(few) > TUNED_ON:
        few = np.sort(np.random.default_rng(0).choice(few, size=TUNED_ON, replace=False))
    sample = only(earlier, few)
    found = [result for shape in SHAPES for result in _try(sample, *shape)]
    return max(found, key=lambda result: result[0])[1]


def _try(cutoff: Cutoff, group: int, within: float, between: float) -> Iterable[tuple[float, TifuParameters]]:
    bought = _tifu_vectors(cutoff, group, within, between)
    transposed = bought.T.tocsr()
    totals = dict.fromkeys(product(NEIGHBOURS, OWN), 0.0)
    for block in blocks(cutoff):
        companies = cutoff.measured[block]
        near = nearness(bought, transposed, companies, likeness="euclidean")
        chosen, counts = nearest(near, count=max(NEIGHBOURS))
        mine = bought[companies].toarray()
        for count in NEIGHBOURS:
            others = mean_of(bought, chosen[:, :count], counts[:, :count])
            for own in OWN:
                full = best_of(own * mine + (1 - own) * others)
                values = measure(full=full, own=full, baskets=cutoff.baskets[block], bought_before=cutoff.own[block])
                totals[count, own] += float(values["recall_10"].sum() + values["ndcg_10"].sum())
    for (count, own), total in totals.items():
        yield total, TifuParameters(group=group, within=within, between=between, neighbours=count, own=own)


def _mixed(cutoff: Cutoff, bought: Matrix, *, likeness: Likeness, neighbours: int, own: float) -> tuple[Lists, Lists]:
    transposed = bought.T.tocsr()
    full, mine = [], []
    for block in blocks(cutoff):
        companies = cutoff.measured[block]
        near = nearness(bought, transposed, companies, likeness=likeness)
        others = mean_of(bought, *nearest(near, count=neighbours))
        scores = own * bought[companies].toarray() + (1 - own) * others
        full.append(best_of(scores))
        mine.append(best_of(own_only(scores, cutoff.own[block])))
    return np.concatenate(full), np.concatenate(mine)


def _tifu_vectors(cutoff: Cutoff, group: int, within: float, between: float) -> Matrix:
    """Groups of `group` baskets, the oldest one with what is left over: mean of decayed means."""
    later, total = orders_of(cutoff.lines)
    baskets = total[cutoff.lines.customer]
    turn, place = later // group, later % group
    size = np.minimum(group, baskets - turn * group)
    weights: Floats = within**place / size * between**turn / -(-baskets // group)
    return vectors(cutoff, weights)
