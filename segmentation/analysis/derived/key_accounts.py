from __future__ import annotations

import pandas as pd

from segmentation.analysis.derived.places import places_suggested


def rank_margins(margins: pd.Series) -> pd.Series:
    """The place of each margin, 1 for the largest; equal ones share a place. NA where the margin is not known."""
    return margins.astype("Float64").rank(method="min", ascending=False)


def suggest_key_accounts(frame: pd.DataFrame, *, known: int) -> pd.Series:
    """Whose margin of 12 months is among the largest fifth and who bought no less than the year before.

    The frame holds `margin_year` with its place among all `known` ones, `margin_rank`; `value_year`,
    `value_year_before`, and whether the company was put aside, `dismissed`. As large a margin as the last of the
    fifth's shares its place, so it counts as well, and none that is not above zero. NA where the margin is not known;
    what somebody without a profile bought is not known either, so it is no growth.
    """
    margins = frame["margin_year"].astype("Float64")
    ranks = frame["margin_rank"].astype("Float64")
    large = (ranks <= places_suggested(known)) & (margins > 0)
    grown = frame["value_year"].astype("Float64") >= frame["value_year_before"].astype("Float64")
    suggested = large & grown.fillna(False) & ~frame["dismissed"].astype("boolean")
    return suggested.astype("boolean").mask(margins.isna() | ranks.isna())
