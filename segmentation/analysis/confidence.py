"""How sure the class is: the probability that the true share lies on its side of the threshold."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc

from segmentation.analysis.arrays import SCALE, Floats, Ints
from segmentation.analysis.buyclass import NEW, ROUTINE
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.shares import Standing

PER_MILLE = 1000
EVIDENCE_STEPS = 20
"""Shares count to a thousandth here and evidence to a twentieth of an order: finer says no more, and the function
behind it is then asked for few different values, however many companies there are."""


def class_confidence(standing: Standing, *, occasions: Ints, config: ClassifierConfig) -> Floats:
    """0 to 1 per owner, to a thousandth. Without an order there is nothing to doubt: 1."""
    evidence = np.rint(standing.evidence * EVIDENCE_STEPS).astype(np.int64)
    routine = _share_above(standing.shares[0], evidence, config.routine_threshold)
    new = _share_above(standing.shares[2], evidence, config.new_threshold)
    sure = 1.0 - routine - new
    np.copyto(sure, routine, where=standing.buyclass == ROUTINE)
    np.copyto(sure, new, where=standing.buyclass == NEW)
    sure[occasions == 0] = 1.0
    rounded: Floats = np.clip(sure, 0.0, 1.0).round(3)
    return rounded


def _share_above(share: Ints, evidence: Ints, threshold: float) -> Floats:
    """Probability that a Beta-distributed share with this mean and weight exceeds the threshold."""
    mean = (share + SCALE // PER_MILLE // 2) // (SCALE // PER_MILLE)
    question = evidence * (PER_MILLE + 1) + mean
    asked = np.flatnonzero(np.bincount(question))
    weights, means = np.divmod(asked, PER_MILLE + 1)
    above = means / PER_MILLE
    doubtful = np.flatnonzero((means != 0) & (means != PER_MILLE))
    expected, weight = above[doubtful], weights[doubtful] / EVIDENCE_STEPS
    above[doubtful] = 1.0 - betainc(expected * weight, (1.0 - expected) * weight, threshold)
    answers = np.empty(int(question.max(initial=0)) + 1)
    answers[asked] = above
    found: Floats = answers[question]
    return found
