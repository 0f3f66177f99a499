"""Canonical frames put together: texts stay in small dictionaries, with a whole-number code a line."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from pandas.api.types import union_categoricals


def concat_frames(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The lines of all frames one after the other; a column stays categorical if it is in every frame."""
    if len(frames) == 1:
        return frames[0]
    columns = {}
    for name in frames[0].columns:
        parts = [frame[name] for frame in frames]
        if all(isinstance(part.dtype, pd.CategoricalDtype) for part in parts):
            columns[name] = pd.Series(union_categoricals(parts))
        else:
            columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns)
