"""How cost grows with the number of lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np


def growth_exponent(lines: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of log seconds over log lines: 1 where twice the lines take twice the time."""
    slope, _ = np.polyfit(np.log(lines), np.log(seconds), 1)
    return float(slope)


def pairwise_exponents(lines: Sequence[int], seconds: Sequence[float]) -> list[float]:
    """The same between each two neighbouring sizes."""
    return [
        math.log(after / before) / math.log(more / fewer)
        for (fewer, more), (before, after) in zip(pairwise(lines), pairwise(seconds), strict=True)
    ]


def cost_per_line(lines: Sequence[int], cost: Sequence[float]) -> tuple[float, float]:
    """What a process costs whatever it works on, and what each line costs besides; never below nothing."""
    each, fixed = np.polyfit(lines, cost, 1, w=1 / np.maximum(np.asarray(cost, dtype=float), 1e-9))
    return max(float(fixed), 0.0), float(each)
