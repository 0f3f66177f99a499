"""The shares of routine, major and new in how somebody buys, replayed over their occasions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from segmentation.analysis.arrays import SCALE, Bools, Floats, Ints
from segmentation.analysis.big_decisions import BigDecisions
from segmentation.analysis.buyclass import MAJOR, NEW, ClassCodes, class_after, class_by_threshold
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.occasions import Occasions
from segmentation.analysis.priors import ShareRow

CAUSES = ("routine", "quantity", "variant", "size", "gap", "terms", "category")
"""What an occasion's weight can be: the first is routine, the last new, and those between are major."""


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


def occasion_causes(occasions: Occasions, big: BigDecisions) -> Floats:
    """Each occasion's weight split over CAUSES; every column sums to 1. A big decision turns routine into major."""
    weights = occasions.weights
    usual = weights["usual"]
    rows = (
        np.where(big.large | big.back, 0, usual),
        weights["quantity"],
        weights["variant"],
        np.where(big.large, usual, 0),
        np.where(big.back, usual, 0),
        weights["terms"],
        weights["category"],
    )
    total = sum(weights.values())
    return np.stack([row / total for row in rows])


def replay(
    occasions: Occasions,
    big: BigDecisions,
    *,
    owners: int,
    prior_after: Callable[[int], ShareRow],
    config: ClassifierConfig,
    truncated: Bools | None = None,
) -> Standing:
    """Everybody's standing, from their own occasions alone: nothing is read back from an earlier run.

    `truncated` marks owners known to have bought before their first line here; for them nothing counts as new until
    the second occasion is behind them.
    """
    causes = occasion_causes(occasions, big)
    unknown_past = np.zeros(owners, dtype=np.bool_) if truncated is None else truncated
    _count_new_as_variant(causes, occasions, unknown_past)

    # Owners with most occasions first: those that take part in a step are then always a leading slice.
    busiest = np.argsort(-occasions.counts, kind="stable")
    starts, counts = occasions.starts[busiest], occasions.counts[busiest]
    owner = occasions.owners[busiest]
    evidence = np.zeros((len(CAUSES), len(owner)))
    shares = np.zeros((3, len(owner)), dtype=np.int64)
    weight = np.zeros(len(owner))
    buyclass = np.full(len(owner), NEW, dtype=np.int8)
    unheld = buyclass.copy()
    shares[:], weight[:] = _posterior(evidence, prior_after(1), config)

    decay = 2.0 ** (-1.0 / config.half_life_occasions)
    active = np.searchsorted(-counts, -np.arange(int(counts.max(initial=0)) + 1), side="left")
    for step in range(1, int(counts.max(initial=0))):
        some = slice(0, int(active[step]))
        evidence[:, some] = evidence[:, some] * decay + causes[:, starts[some] + step]
        shares[:, some], weight[some] = _posterior(evidence[:, some], prior_after(step + 1), config)
        routine, _, new = shares[:, some]
        unheld[some] = class_by_threshold(routine, new, config=config)
        buyclass[some] = unheld[some] if step == 1 else class_after(buyclass[some], routine, new, config=config)

    standing = _nobody(owners, prior_after(0), config)
    standing.shares[:, owner] = shares
    standing.evidence[owner] = weight
    standing.buyclass[owner] = buyclass
    standing.unheld[owner] = unheld
    standing.causes[:, owner] = evidence
    _doubt_single_orders(standing, owner[(counts == 1) & unknown_past[owner]])
    return standing


def _posterior(evidence: Floats, prior: ShareRow, config: ClassifierConfig) -> tuple[Ints, Floats]:
    routine, quantity, variant, size, gap, terms, category = evidence
    counts = (
        routine + config.prior_weight * prior[0],
        quantity + variant + size + gap + terms + config.prior_weight * prior[1],
        category + config.prior_weight * prior[2],
    )
    weight = counts[0] + counts[1] + counts[2]
    routine_share = np.rint(counts[0] / weight * SCALE).astype(np.int64)
    new_share = np.minimum(np.rint(counts[2] / weight * SCALE).astype(np.int64), SCALE - routine_share)
    return np.stack([routine_share, SCALE - routine_share - new_share, new_share]), weight


def _nobody(owners: int, prior: ShareRow, config: ClassifierConfig) -> Standing:
    """Owners without an occasion: new, and nothing but the prior known."""
    shares, weight = _posterior(np.zeros((len(CAUSES), owners)), prior, config)
    return Standing(
        shares=shares,
        evidence=weight,
        buyclass=np.full(owners, NEW, dtype=np.int8),
        unheld=np.full(owners, NEW, dtype=np.int8),
        causes=np.zeros((len(CAUSES), owners)),
    )


def _count_new_as_variant(causes: Floats, occasions: Occasions, unknown_past: Bools) -> None:
    second = occasions.starts[(occasions.counts > 1) & unknown_past[occasions.owners]] + 1
    causes[CAUSES.index("variant"), second] += causes[CAUSES.index("category"), second]
    causes[CAUSES.index("category"), second] = 0


def _doubt_single_orders(standing: Standing, owner: Ints) -> None:
    """One order here and a past elsewhere is not a first order."""
    standing.shares[1, owner] += standing.shares[2, owner]
    standing.shares[2, owner] = 0
    standing.buyclass[owner] = MAJOR
    standing.unheld[owner] = MAJOR
