"""How sure the class is: the probability that the true share lies on its side of the threshold."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc

from segmentation.analysis.arrays import SCALE, Floats, Ints
from segmentation.analysis.buyclass import MAJOR, NEW, ROUTINE
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.shares import Standing


def class_confidence(standing: Standing, *, occasions: Ints, config: ClassifierConfig) -> Floats:
    """0 to 1 per owner. Without an order there is nothing to doubt: 1."""
    routine = _share_above(standing.shares[0], standing.evidence, config.routine_threshold)
    new = _share_above(standing.shares[2], standing.evidence, config.new_threshold)
    by_class = {ROUTINE: routine, MAJOR: np.clip(1.0 - routine - new, 0.0, 1.0), NEW: new}
    sure = np.choose(standing.buyclass, [by_class[ROUTINE], by_class[MAJOR], by_class[NEW]])
    rounded: Floats = np.where(occasions == 0, 1.0, sure).round(6)
    return rounded


def _share_above(share: Ints, evidence: Floats, threshold: float) -> Floats:
    """Probability that a Beta-distributed share with this mean and weight exceeds the threshold."""
    above: Floats = share / SCALE
    open_rows = np.flatnonzero((share != 0) & (share != SCALE))
    mean, weight = above[open_rows], evidence[open_rows]
    above[open_rows] = 1.0 - betainc(mean * weight, (1.0 - mean) * weight, threshold)
    return above
