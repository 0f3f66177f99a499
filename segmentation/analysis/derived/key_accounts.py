from __future__ import annotations

import math

import pandas as pd

PART = 0.2


def suggest_key_accounts(frame: pd.DataFrame) -> pd.Series:
    """Whose margin of 12 months is among the largest fifth and who bought no less than the year before.

    The frame holds everybody: `margin_year`, `value_year` and `value_year_before`. As large a margin as the last of the
    fifth's counts as well, and none that is not above zero. NA where the margin is not known; what somebody without a
    profile bought is not known either, so it is no growth.
    """
    margins = frame["margin_year"].astype("Float64")
    known = margins.dropna()
    if known.empty:
        return pd.Series(pd.NA, index=frame.index, dtype="boolean")
    least = known.nlargest(math.ceil(len(known) * PART)).min()
    grown = frame["value_year"].astype("Float64") >= frame["value_year_before"].astype("Float64")
    large = (margins >= least) & (margins > 0)
    return (large & grown.fillna(False)).astype("boolean").mask(margins.isna())
