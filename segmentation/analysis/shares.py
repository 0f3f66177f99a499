"""The shares of routine, major and new in how somebody buys, replayed over their occasions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from segmentation.analysis.arrays import SCALE, Bools, Floats, Ints
from segmentation.analysis.big_decisions import BigDecisions
from segmentation.analysis.buyclass import MAJOR, NEW, ClassCodes, class_by_threshold, class_path
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.occasions import Occasions
from segmentation.analysis.priors import Prior

CAUSES = ("routine", "quantity", "variant", "size", "gap", "category")
"""What an occasion's weight can be: the first is routine, the last new, and those between are major."""
BLOCK = 1 << 18
"""Occasions replayed at a time: what is held for each of them at once is bounded by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where each owner stands after their last occasion; one column per owner."""

    shares: Ints
    """Routine, major and new in millionths; three rows that sum to a million."""
    evidence: Floats
    """How many occasions the shares are worth, prior included."""
    buyclass: ClassCodes
    unheld: ClassCodes
    """What the class would be without hysteresis."""
    causes: Floats
    """Decayed evidence for each of CAUSES, without the prior."""


def occasion_causes(occasions: Occasions, big: BigDecisions, *, truncated: Bools | None = None) -> Floats:
    """Each occasion's weight split over CAUSES; every column sums to 1. A big decision turns routine into major.

    `truncated` marks owners known to have bought before their first line here; for them nothing counts as new until
    the second occasion is behind them.
    """
    weights = occasions.weights
    usual = weights["usual"]
    rows = (
        np.where(big.large | big.back, 0, usual),
        weights["quantity"],
        weights["variant"],
        np.where(big.large, usual, 0),
        np.where(big.back, usual, 0),
        weights["category"],
    )
    total = usual + weights["quantity"] + weights["variant"] + weights["category"]
    causes = np.stack([row / total for row in rows])
    if truncated is not None:
        second = occasions.starts[(occasions.counts > 1) & truncated[occasions.owners]] + 1
        causes[CAUSES.index("variant"), second] += causes[CAUSES.index("category"), second]
        causes[CAUSES.index("category"), second] = 0
    return causes


def decayed_evidence(causes: Floats, occasions: Occasions, *, config: ClassifierConfig) -> Floats:
    """Evidence for each of CAUSES after every occasion; one row per occasion. A first occasion gives none."""
    evidence = np.ascontiguousarray(causes.T)
    evidence[occasions.starts] = 0
    decay = 2.0 ** (-1.0 / config.half_life_occasions)
    # Owners with most occasions first: those that take part in a step are then always a leading slice.
    busiest = np.argsort(-occasions.counts, kind="stable")
    starts, counts = occasions.starts[busiest], occasions.counts[busiest]
    steps = int(counts.max(initial=0))
    active = np.searchsorted(-counts, -np.arange(steps + 1), side="left")
    before = evidence[starts]
    for step in range(1, steps):
        rows = starts[: active[step]] + step
        before = before[: active[step]] * decay + evidence[rows]
        evidence[rows] = before
    return evidence


def replay(
    occasions: Occasions,
    big: BigDecisions,
    *,
    owners: int,
    expected: Floats,
    prior: Prior,
    config: ClassifierConfig,
    truncated: Bools | None = None,
    block: int = BLOCK,
) -> Standing:
    """Everybody's standing, from their own occasions alone: nothing is read back from an earlier run.

    `expected` has the shares that the prior expects after each occasion (`expectations.expect_next`).
    """
    standing = _nobody(owners, prior)
    for first, last in _blocks(occasions, block):
        rows = slice(int(occasions.starts[first]), int(occasions.last[last - 1]) + 1)
        some, some_big = _part(occasions, big, slice(first, last), rows)
        path = replay_path(some, some_big, expected=expected[:, rows], prior=prior, config=config, truncated=truncated)
        owner, end = some.owners, some.last
        standing.shares[:, owner] = path.shares[:, end]
        standing.evidence[owner] = path.evidence[end]
        standing.buyclass[owner] = path.buyclass[end]
        standing.unheld[owner] = path.unheld[end]
        standing.causes[:, owner] = path.causes[:, end]
    return standing


def replay_path(
    occasions: Occasions,
    big: BigDecisions,
    *,
    expected: Floats,
    prior: Prior,
    config: ClassifierConfig,
    truncated: Bools | None = None,
) -> Standing:
    """The standing after every single occasion: one column per occasion."""
    causes = decayed_evidence(occasion_causes(occasions, big, truncated=truncated), occasions, config=config).T
    shares, weight = _posterior(causes, expected, prior.weight)
    routine, _, new = shares
    unheld = class_by_threshold(routine, new, config=config)
    unheld[occasions.starts] = NEW
    path = Standing(
        shares=shares,
        evidence=weight,
        buyclass=class_path(routine, new, occasions.index, config=config),
        unheld=unheld,
        causes=causes,
    )
    if truncated is not None:
        _doubt_first_orders(path, occasions.starts[truncated[occasions.owners]])
    return path


def _posterior(causes: Floats, expected: Floats, prior_weight: float) -> tuple[Ints, Floats]:
    routine, quantity, variant, size, gap, category = causes
    counts = (
        routine + prior_weight * expected[0],
        quantity + variant + size + gap + prior_weight * expected[1],
        category + prior_weight * expected[2],
    )
    weight = counts[0] + counts[1] + counts[2]
    routine_share = np.rint(counts[0] / weight * SCALE).astype(np.int64)
    new_share = np.minimum(np.rint(counts[2] / weight * SCALE).astype(np.int64), SCALE - routine_share)
    return np.stack([routine_share, SCALE - routine_share - new_share, new_share]), weight


def _nobody(owners: int, prior: Prior) -> Standing:
    """Owners without an occasion: new, and nothing but the prior known."""
    expected = np.repeat(np.array(prior.shares_after(0))[:, None], owners, axis=1)
    shares, weight = _posterior(np.zeros((len(CAUSES), owners)), expected, prior.weight)
    return Standing(
        shares=shares,
        evidence=weight,
        buyclass=np.full(owners, NEW, dtype=np.int8),
        unheld=np.full(owners, NEW, dtype=np.int8),
        causes=np.zeros((len(CAUSES), owners)),
    )


def _doubt_first_orders(path: Standing, rows: Ints) -> None:
    """One order here and a past elsewhere is not a first order."""
    path.shares[1, rows] += path.shares[2, rows]
    path.shares[2, rows] = 0
    path.buyclass[rows] = MAJOR
    path.unheld[rows] = MAJOR


def _blocks(occasions: Occasions, size: int) -> list[tuple[int, int]]:
    """Runs of owners with about so many occasions together; an owner is never split."""
    edges = np.searchsorted(occasions.starts, np.arange(0, len(occasions.day) + size, size), side="left")
    edges = np.unique(edges).tolist()
    return list(pairwise(edges))


def _part(occasions: Occasions, big: BigDecisions, owners: slice, rows: slice) -> tuple[Occasions, BigDecisions]:
    if rows == slice(0, len(occasions.day)):
        return occasions, big
    some = replace(
        occasions,
        owner=occasions.owner[rows],
        day=occasions.day[rows],
        value=occasions.value[rows],
        new_value=occasions.new_value[rows],
        new_categories=occasions.new_categories[rows],
        weights={kind: weights[rows] for kind, weights in occasions.weights.items()},
        lines={kind: lines[rows] for kind, lines in occasions.lines.items()},
        starts=occasions.starts[owners] - rows.start,
        counts=occasions.counts[owners],
    )
    return some, replace(
        big, large=big.large[rows], back=big.back[rows], times_usual=big.times_usual[rows], gap_days=big.gap_days[rows]
    )
