"""The shares of routine, major and new in how somebody buys, replayed over their occasions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from segmentation.analysis.arrays import SCALE, Bools, Floats, Ints
from segmentation.analysis.big_decisions import BigDecisions
from segmentation.analysis.buyclass import MAJOR, NEW, ClassCodes, class_by_threshold, class_path
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.occasions import Occasions
from segmentation.analysis.priors import Prior

CAUSES = ("routine", "quantity", "variant", "size", "gap", "terms", "category")
"""What an occasion's weight can be: the first is routine, the last new, and those between are major."""
MAJOR_CAUSES = CAUSES[1:-1]
KIND_OF = {"routine": "usual", "quantity": "quantity", "variant": "variant", "terms": "terms", "category": "category"}
"""The kind of line behind a cause; size and gap are causes of whole occasions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Where owners stand after every single occasion; one column per occasion."""

    shares: Ints
    """Routine, major and new in millionths; three rows that sum to a million."""
    evidence: Floats
    """How many occasions the shares are worth, prior included."""
    buyclass: ClassCodes
    unheld: ClassCodes
    """What the class would be without hysteresis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Path):
    """Where each owner stands after their last occasion; one column per owner."""

    causes: Ints
    """What is left of each of MAJOR_CAUSES, in millionths; one row for each."""


def occasion_causes(occasions: Occasions, big: BigDecisions, *, truncated: Bools | None = None) -> Floats:
    """Each occasion's weight split over CAUSES; every column sums to 1. A big decision turns routine into major.

    `truncated` marks owners known to have bought before their first line here; for them nothing counts as new until
    the second occasion is behind them.
    """
    weights = occasions.weights
    total = weights["usual"] + weights["quantity"] + weights["variant"] + weights["category"] + weights["terms"]
    causes = np.zeros((len(CAUSES), len(total)))
    for cause, kind in KIND_OF.items():
        if weights[kind].any():
            np.divide(weights[kind], total, out=causes[CAUSES.index(cause)])
    for cause, marked in (("size", big.large), ("gap", big.back)):
        rows = np.flatnonzero(marked)
        causes[CAUSES.index(cause), rows] = causes[0, rows]
        causes[0, rows] = 0.0
    if truncated is not None:
        second = occasions.starts[(occasions.counts > 1) & truncated[occasions.owners]] + 1
        causes[CAUSES.index("variant"), second] += causes[CAUSES.index("category"), second]
        causes[CAUSES.index("category"), second] = 0
    return causes


def decayed_evidence(rows: Floats, occasions: Occasions, *, config: ClassifierConfig) -> Floats:
    """Each row of figures summed up to every occasion, older ones counting less. A first occasion gives none."""
    decay = 2.0 ** (-1.0 / config.half_life_occasions)
    evidence = np.zeros_like(rows)
    # Owners with most occasions first: those that take part in a step are then always a leading slice.
    busiest = np.argsort(-occasions.counts, kind="stable")
    starts, counts = occasions.starts[busiest], occasions.counts[busiest]
    active = np.searchsorted(-counts, -np.arange(int(counts.max(initial=0)) + 1), side="left").tolist()
    for figures, summed in zip(rows, evidence, strict=True):
        before = np.zeros(len(starts)) if figures.any() else np.zeros(0)
        for step in range(1, len(active) - 1 if len(before) else 0):
            at = starts[: active[step]] + step
            before = before[: active[step]] * decay + figures[at]
            summed[at] = before
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
) -> Standing:
    """Everybody's standing, from their own occasions alone: nothing is read back from an earlier run.

    `expected` has the shares that the prior expects after each occasion (`expectations.expect_next`).
    """
    causes = occasion_causes(occasions, big, truncated=truncated)
    path = _path(occasions, causes, expected=expected, prior=prior, config=config, truncated=truncated)
    standing = _nobody(owners, prior)
    owner, end = occasions.owners, occasions.last
    standing.shares[:, owner] = path.shares[:, end]
    standing.evidence[owner] = path.evidence[end]
    standing.buyclass[owner] = path.buyclass[end]
    standing.unheld[owner] = path.unheld[end]
    standing.causes[:, owner] = _recent_causes(causes, occasions, big, config=config)
    return standing


def replay_path(
    occasions: Occasions,
    big: BigDecisions,
    *,
    expected: Floats,
    prior: Prior,
    config: ClassifierConfig,
    truncated: Bools | None = None,
) -> Path:
    """The standing after every single occasion."""
    causes = occasion_causes(occasions, big, truncated=truncated)
    return _path(occasions, causes, expected=expected, prior=prior, config=config, truncated=truncated)


def _path(
    occasions: Occasions,
    causes: Floats,
    *,
    expected: Floats,
    prior: Prior,
    config: ClassifierConfig,
    truncated: Bools | None,
) -> Path:
    index = occasions.index
    own = decayed_evidence(causes[[0, -1]], occasions, config=config)
    shares, weight = _posterior(own, _total_evidence(occasions, config)[index], expected, prior.weight)
    routine, _, new = shares
    unheld = class_by_threshold(routine, new, config=config)
    unheld[occasions.starts] = NEW
    path = Path(shares=shares, evidence=weight, buyclass=class_path(routine, new, index, config=config), unheld=unheld)
    if truncated is not None:
        _doubt_first_orders(path, occasions.starts[truncated[occasions.owners]])
    return path


def _total_evidence(occasions: Occasions, config: ClassifierConfig) -> Floats:
    """What all causes sum up to after the first occasion, the second, ...: each occasion counts for one."""
    decay = 2.0 ** (-1.0 / config.half_life_occasions)
    steps = int(occasions.counts.max(initial=1)) - 1
    return np.array(list(accumulate(range(steps), lambda total, _: total * decay + 1.0, initial=0.0)))


def _posterior(own: Floats, total: Floats, expected: Floats, prior_weight: float) -> tuple[Ints, Floats]:
    """The shares, of which the own evidence speaks for routine and new."""
    weight = total + prior_weight
    routine = np.rint((own[0] + prior_weight * expected[0]) / weight * SCALE).astype(np.int64)
    new = np.rint((own[1] + prior_weight * expected[2]) / weight * SCALE).astype(np.int64)
    np.minimum(new, SCALE - routine, out=new)
    return np.stack([routine, SCALE - routine - new, new]), weight


def _recent_causes(causes: Floats, occasions: Occasions, big: BigDecisions, *, config: ClassifierConfig) -> Ints:
    """What is left of each of MAJOR_CAUSES at every owner's last occasion, in whole millionths."""
    age = np.repeat(occasions.counts - 1, occasions.counts) - big.index
    left = (2.0 ** (-np.arange(int(age.max(initial=0)) + 1) / config.half_life_occasions) * SCALE)[age]
    left[occasions.starts] = 0.0
    recent = np.zeros((len(MAJOR_CAUSES), len(occasions.starts)), dtype=np.int64)
    for row, cause in zip(recent, causes[1:-1], strict=True):
        if cause.any():
            row[:] = np.add.reduceat(np.rint(cause * left).astype(np.int64), occasions.starts)
    return recent


def _nobody(owners: int, prior: Prior) -> Standing:
    """Owners without an occasion: new, and nothing but the prior known."""
    expected = np.repeat(np.array(prior.shares_after(0))[:, None], owners, axis=1)
    shares, weight = _posterior(np.zeros((2, owners)), np.zeros(owners), expected, prior.weight)
    return Standing(
        shares=shares,
        evidence=weight,
        buyclass=np.full(owners, NEW, dtype=np.int8),
        unheld=np.full(owners, NEW, dtype=np.int8),
        causes=np.zeros((len(MAJOR_CAUSES), owners), dtype=np.int64),
    )


def _doubt_first_orders(path: Path, rows: Ints) -> None:
    """One order here and a past elsewhere is not a first order."""
    path.shares[1, rows] += path.shares[2, rows]
    path.shares[2, rows] = 0
    path.buyclass[rows] = MAJOR
    path.unheld[rows] = MAJOR
