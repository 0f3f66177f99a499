"""How sure a difference between two methods is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from segmentation.analysis.arrays import Floats

DRAWS = 1000


def paired_interval(differences: Sequence[tuple[Sequence[str], Floats]]) -> tuple[float, float]:
    """The 95 % interval of the mean over cut-offs of the mean difference; companies are drawn, with all their cut-offs.

    One pair per cut-off: the companies, and each one's difference. Drawn by a fixed seed.
    """
    known = {name: number for number, name in enumerate(sorted({n for names, _ in differences for n in names}))}
    coded = [(np.array([known[name] for name in names]), values) for names, values in differences if len(names)]
    if not coded:
        return float("nan"), float("nan")
    random = np.random.default_rng(0)
    means = []
    for _ in range(DRAWS):
        times = np.bincount(random.integers(0, len(known), len(known)), minlength=len(known))
        drawn = [(times[codes], values) for codes, values in coded]
        means.append(np.mean([weights @ values / weights.sum() for weights, values in drawn if weights.any()]))
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
