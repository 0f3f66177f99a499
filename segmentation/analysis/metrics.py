"""What is worked out for every company beside its class: how it orders, what it is worth, how far it has come."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.activity import NEVER, Rhythm
from segmentation.analysis.adoption import adoption_days
from segmentation.analysis.arrays import Bools, Ints, sum_runs
from segmentation.analysis.baskets import (
    NO_AMOUNT,
    basket_stability,
    items_per_order,
    order_values,
    usual_order_value,
)
from segmentation.analysis.brands import brand_loyalty, top_grade_share
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.coded_items import CodedItems
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.days import NO_DAY
from segmentation.analysis.lifecycle import LIFECYCLES, course_of
from segmentation.analysis.lifetime_value import lifetime_value
from segmentation.analysis.line_modes import item_starts
from segmentation.analysis.occasions import Occasions
from segmentation.analysis.sent_back import SentBack
from segmentation.analysis.standing_columns import Columns
from segmentation.analysis.value import Worth
from segmentation.contracts import Lifecycle

AMOUNTS = ("order_value_average", "last_order_value", "largest_order_value", "lifetime_value")
"""Columns of whole minor units, with NO_AMOUNT where there is none."""


def company_metrics(
    occasions: Occasions,
    *,
    lines: CleanLines,
    items: CodedItems,
    back: SentBack,
    rhythm: Rhythm,
    worth: Worth,
    truncated: Bools,
    history_from: int,
    as_of: int,
    config: ClassifierConfig,
) -> tuple[Columns, Ints]:
    """A value per company in every column, and the first later day on which one of them differs by itself.

    `rhythm` and `worth` have such days of their own; the windows here begin and end with theirs.
    """
    companies, owner = len(lines.customer_names), occasions.owners

    def spread(values: np.ndarray, blank: float) -> np.ndarray:
        everybody = np.full(companies, blank, dtype=values.dtype)
        everybody[owner] = values
        return everybody

    course = course_of(
        rhythm,
        worth,
        counts=occasions.counts,
        truncated=truncated[owner],
        history_from=history_from,
        as_of=as_of,
    )
    orders = dict(order_values(occasions, as_of=as_of))
    usual = usual_order_value(occasions, orders["order_value_average"])
    expected = lifetime_value(rhythm, gaps=occasions.counts - 1, order_value=usual, config=config)
    starts = item_starts(lines)
    first_day = spread(rhythm.first_day, NO_DAY)
    columns: Columns = {
        "lifecycle": spread(course.stage, LIFECYCLES.index(Lifecycle.PROSPECT)),
        "orders_year": spread(orders.pop("orders_year"), 0).astype(np.int32),
        **{name: spread(values, NO_AMOUNT) for name, values in orders.items()},
        "value_trend": spread(course.trend, np.nan),
        "items_per_order": spread(items_per_order(occasions, as_of=as_of), np.nan),
        "returned_value_share": back.value_share,
        "returned_lines_share": back.lines_share,
        "lifetime_value": spread(expected, NO_AMOUNT),
        "products_bought": np.bincount(lines.customer[starts], minlength=companies).astype(np.int32),
        "categories_bought": spread(sum_runs(occasions.new_categories, occasions.starts), 0).astype(np.int32),
        "basket_stability": spread(basket_stability(occasions), np.nan),
        "brand_loyalty": brand_loyalty(lines, items, as_of=as_of),
        "top_grade_share": top_grade_share(lines, items, as_of=as_of),
        "adoption_days": adoption_days(lines, items, item_starts=starts, first_day=first_day),
    }
    return columns, np.minimum(spread(course.changes_on, NEVER), back.changes_on)
