"""How far off the metric of each group may be: on the safe side where few companies count for many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def variances_of(residuals: Sequence[Numbers], covariate: Sequence[Numbers], measure: Sequence[Numbers]) -> list[float]:
    """Of the metric of either group, adjusted by the common slope of the covariate; all three by group.

    What each group says of itself, or what both say together: whichever is more. Chance leaves the large companies out
    of a small group more often than not, and then the group alone takes itself for more alike than its like are.
    """
    own, together = _each_alone(residuals, covariate, measure), _both_together(residuals, covariate)
    return max(own, together, key=sum)


def freedom_of(measure: Sequence[Numbers]) -> float:
    """Degrees of freedom, as for equal variances; of companies as many as count, by their share in the measure."""
    counting = [float(group.sum()) ** 2 / float(group @ group) for group in measure]
    below = sum(1 / (count**2 * (count - 1)) if count > 1 else np.inf for count in counting)
    return float(sum(1 / count for count in counting) ** 2 / below)


def _each_alone(residuals: Sequence[Numbers], covariate: Sequence[Numbers], measure: Sequence[Numbers]) -> list[float]:
    """By leaving out one company after the other (the jackknife, HC3 of the regression)."""
    centred = [before - before.mean() for before in covariate]
    square = sum(float(before @ before) for before in centred) or 1.0
    unlike = float(covariate[0].mean() - covariate[1].mean())
    found = []
    for sign, residual, before, size in zip((1, -1), residuals, centred, measure, strict=True):
        weight = sign / len(residual) - unlike * before / square
        without = (residual - residual.mean()) / (1 - size / size.sum()) / (1 - before**2 / square)
        found.append(float((weight * without) @ (weight * without)))
    return found


def _both_together(residuals: Sequence[Numbers], covariate: Sequence[Numbers]) -> list[float]:
    """Were both groups spread alike. The slope's own error counts as far as the groups were unlike before."""
    freedom = sum(len(residual) for residual in residuals) - 3
    spread = sum(float(np.var(residual)) * len(residual) for residual in residuals) / freedom
    square = sum(float(np.var(before)) * len(before) for before in covariate)
    unlike = float(covariate[0].mean() - covariate[1].mean())
    on, held_out = (spread / len(residual) for residual in residuals)
    return [on, held_out + (spread * unlike**2 / square if square > 0 else 0.0)]
