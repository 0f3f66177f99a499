"""The plain metrics of a company as one writes them with pandas."""

from __future__ import annotations

import pandas as pd


def plain_metrics(lines: pd.DataFrame, *, today: int) -> pd.DataFrame:
    """Per company: occasions, lines bought before or in a new category, gaps, recency, frequency and value."""
    bought = lines[["customer_key", "sku", "category", "day", "value"]]
    first_of_sku = bought.groupby(["customer_key", "sku"], observed=True)["day"].transform("min")
    first_of_category = bought.groupby(["customer_key", "category"], observed=True)["day"].transform("min")
    bought = bought.assign(
        repeated=bought["day"] > first_of_sku,
        first_in_category=bought["day"] == first_of_category,
    )
    per_company = bought.groupby("customer_key", observed=True).agg(
        lines=("day", "size"),
        repeated=("repeated", "sum"),
        first_in_category=("first_in_category", "sum"),
        first_day=("day", "min"),
        last_day=("day", "max"),
        value=("value", "sum"),
    )
    days = bought[["customer_key", "day"]].drop_duplicates().sort_values(["customer_key", "day"])
    gaps = days.groupby("customer_key", observed=True)["day"].diff()
    per_company["occasions"] = days.groupby("customer_key", observed=True).size()
    per_company["longest_gap"] = gaps.groupby(days["customer_key"], observed=True).max().fillna(0).astype("int64")
    per_company["mean_gap"] = gaps.groupby(days["customer_key"], observed=True).mean().fillna(0)
    per_company["recency"] = today - per_company["last_day"]
    per_company["share_repeated"] = per_company["repeated"] / per_company["lines"]
    per_company["share_new"] = per_company["first_in_category"] / per_company["lines"]
    return per_company.reset_index()
