from __future__ import annotations

from typing import Any

import pandas as pd


def one_value(found: pd.Series) -> Any:
    """The value of a series of one company; None for what is not known."""
    (value,) = found
    return None if pd.isna(value) else value
