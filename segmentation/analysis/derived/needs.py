"""What decides for a company: the price, or the quality."""

from __future__ import annotations

import pandas as pd

TOP_GRADE_WEIGHT = 2 / 3
ENOUGH_CERTIFICATES = 3
BAR = "|"


def price_sensitivity(frame: pd.DataFrame) -> pd.Series:
    """As stated; else the mean of bought at a discount, bought after a quote, and switching brands. NA while one is."""
    stated = frame["price_sensitivity_stated"].astype("Float64")
    discounts, quotes, loyalty = (
        frame[name].astype("Float64").clip(0, 1) for name in ("discount_share", "quote_share", "brand_loyalty")
    )
    return stated.fillna((discounts + quotes + (1 - loyalty)) / 3)


def quality_consciousness(frame: pd.DataFrame) -> pd.Series:
    """Two thirds the share of top-grade brands, one third the certificates asked for, of which three are enough."""
    share = frame["top_grade_share"].astype("Float64").clip(0, 1)
    asked = (count_choices(frame["certificates_asked"]) / ENOUGH_CERTIFICATES).clip(upper=1)
    return TOP_GRADE_WEIGHT * share + (1 - TOP_GRADE_WEIGHT) * asked


def count_choices(column: pd.Series) -> pd.Series:
    """How many choices "|a|b|" names; none named is 0, not known is NA."""
    text = column.astype("string").str.strip(BAR)
    return (text.str.count(r"\|") + 1).mask(text.eq("").fillna(False), 0).astype("Float64")
