"""What follows from other values, as a host would write it."""

from __future__ import annotations

import pandas as pd


def more_staff_than_orders(frame: pd.DataFrame) -> pd.Series:
    return frame["toy_staff"] > frame["toy_orders"]


def size_in_words(frame: pd.DataFrame) -> pd.Series:
    return frame["toy_big"].map({True: "big", False: "little"}, na_action="ignore")


def broken(frame: pd.DataFrame) -> pd.Series:
    raise ZeroDivisionError


def yearly_cost(frame: pd.DataFrame) -> pd.Series:
    """A third of the turnover, in minor units."""
    return frame["toy_turnover"] / 3
