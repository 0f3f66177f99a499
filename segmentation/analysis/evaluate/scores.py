"""Figures for shares and classes that were foretold, and for how sure a difference is."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.arrays import Floats, Ints
from segmentation.analysis.buyclass import MAJOR, NEW, ROUTINE, ClassCodes

CLASSES = (ROUTINE, MAJOR, NEW)
CALIBRATION_BINS = 10
DRAWS = 1000


def ranked_probability_score(foretold: Floats, happened: Floats) -> Floats:
    """Per row, 0 for right and 1 for the far end of the order: mean squared difference of the cumulated shares."""
    off = np.cumsum(foretold - happened, axis=1)[:, :-1]
    score: Floats = (off**2).mean(axis=1)
    return score


def brier_score(foretold: Floats, happened: Floats) -> Floats:
    """Per row, the sum of squared differences, which knows no order of the classes."""
    score: Floats = ((foretold - happened) ** 2).sum(axis=1)
    return score


def calibration_error(foretold: Floats, happened: Floats, *, bins: int = CALIBRATION_BINS) -> float:
    """How far one share is off on average among rows for which about the same was foretold.

    Rows are sorted by what was foretold into bins of equal size; equal values stay together.
    """
    if not len(foretold):
        return 0.0
    edges = np.quantile(foretold, np.arange(1, bins) / bins)
    place = np.searchsorted(edges, foretold, side="right")
    off = np.bincount(place, weights=foretold - happened, minlength=bins)
    return float(np.abs(off).sum() / len(foretold))


def class_of_mix(shares: Floats) -> ClassCodes:
    """The class that a mix amounts to: the middle of its weight, in the order routine, major, new."""
    codes: ClassCodes = np.where(shares[:, 0] >= 0.5, ROUTINE, np.where(shares[:, 2] > 0.5, NEW, MAJOR)).astype(np.int8)
    return codes


def class_scores(truth: ClassCodes, said: ClassCodes) -> dict[str, float]:
    """Accuracy, how often at most one class off, weighted kappa, balanced accuracy and macro F1.

    The last two are means over the classes that occur.
    """
    table = np.bincount(truth.astype(np.int64) * 3 + said, minlength=9).reshape(3, 3)
    total, right = table.sum(), table.diagonal()
    actual, claimed = table.sum(axis=1), table.sum(axis=0)
    distance = np.abs(np.subtract.outer(CLASSES, CLASSES))
    by_chance = (np.outer(actual, claimed) * distance**2).sum() / total
    occurs, named = actual > 0, (actual + claimed) > 0
    return {
        "accuracy": float(right.sum() / total),
        "adjacent": float(table[distance <= 1].sum() / total),
        "kappa": float(1 - (table * distance**2).sum() / by_chance) if by_chance else 1.0,
        "balanced_accuracy": float((right[occurs] / actual[occurs]).mean()),
        "macro_f1": float((2 * right[named] / (actual + claimed)[named]).mean()),
    }


def tune_thresholds(foretold: Floats, truth: ClassCodes) -> tuple[float, float]:
    """The thresholds of routine and new with the best macro F1, in steps of two hundredths; the first of equals."""
    grid = [round(0.02 * step, 2) for step in range(10, 31)]
    best = (-1.0, 0.5, 0.5)
    for routine_at in grid:
        for new_at in grid:
            score = class_scores(truth, by_thresholds(foretold, routine_at, new_at))["macro_f1"]
            if score > best[0]:
                best = (score, routine_at, new_at)
    return best[1:]


def by_thresholds(foretold: Floats, routine_at: float, new_at: float) -> ClassCodes:
    """Routine from its threshold on, else new above its own, else major."""
    codes = np.where(foretold[:, 0] >= routine_at, ROUTINE, np.where(foretold[:, 2] > new_at, NEW, MAJOR))
    said: ClassCodes = codes.astype(np.int8)
    return said


def skill_interval(score: Floats, reference: Floats, company: Ints, *, seed: int) -> tuple[float, float, float]:
    """By how much one score is better than another, as a share of it, and the middle 95 % of redrawn companies.

    A company is drawn with all its rows, for its cut-offs are no independent examples.
    """
    names, place = np.unique(company, return_inverse=True)
    ours, theirs = (np.bincount(place, weights=values, minlength=len(names)) for values in (score, reference))
    random = np.random.default_rng(seed)
    draws = np.empty(DRAWS)
    for draw in range(DRAWS):
        times = np.bincount(random.integers(0, len(names), len(names)), minlength=len(names))
        draws[draw] = 1 - (times @ ours) / (times @ theirs)
    low, high = np.quantile(draws, (0.025, 0.975))
    return float(1 - ours.sum() / theirs.sum()), float(low), float(high)
