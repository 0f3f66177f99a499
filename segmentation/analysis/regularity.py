"""How regularly a company orders: a badge beside the class, never a part of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import Floats, Ints
from segmentation.analysis.config import ClassifierConfig
from segmentation.contracts import Regularity

REGULARITIES = (Regularity.UNKNOWN, Regularity.REGULAR, Regularity.FAIRLY_REGULAR, Regularity.IRREGULAR)
"""In the order of the codes."""


def regularity_codes(gap_spread: Floats, gaps: Ints, *, config: ClassifierConfig) -> npt.NDArray[np.int8]:
    """Position in REGULARITIES, by how far gaps are spread around their geometric mean."""
    by_spread = np.searchsorted(
        np.log([config.regular_gap_factor, config.fairly_regular_gap_factor]), gap_spread, side="left"
    )
    codes: npt.NDArray[np.int8] = np.where(gaps < config.regularity_min_gaps, 0, by_spread + 1).astype(np.int8)
    return codes
