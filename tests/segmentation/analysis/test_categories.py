from __future__ import annotations

import pytest

from segmentation.analysis.classify import classify
from tests.segmentation.analysis.order_lines import on_day, one_customer, order_lines, repeat_order


def test_company_has_a_class_in_every_category_it_ordered_from_twice() -> None:
    lines = repeat_order("acme", [0, 30, 60]) + repeat_order("acme", [30], sku="desk", category="desks")
    lines += [("acme", on_day(day), f"chair{day}", "chairs", 1, 90.0) for day in (0, 60)]

    categories = classify(order_lines(lines), as_of=on_day(61)).categories

    columns = ["category", "buyclass", "occasions", "reason_code"]
    assert categories[columns].to_dict("split")["data"] == [
        ["chairs", "major", 2, "modified_variants"],
        ["paper", "routine", 3, "routine_repeat"],
    ]


def test_second_occasion_in_a_category_is_weighed_against_the_prior_of_categories() -> None:
    categories = classify(order_lines(repeat_order("acme", [0, 30])), as_of=on_day(31)).categories

    row = one_customer(categories)
    assert (row["share_routine"], row["share_major"], row["share_new"]) == pytest.approx((2.41 / 4, 1.59 / 4, 0.0))
    assert row["reason_params"] == {"share": 0.6, "orders": 1, "lines": 1, "repeat_lines": 1}
    assert row["last_order"] == on_day(30)


def test_columns_are_those_that_the_storage_expects() -> None:
    result = classify(order_lines([]), as_of=on_day(0))

    assert " ".join(result.customers.columns) == (
        "customer_key buyclass share_routine share_major share_new evidence confidence unheld occasions reason_code "
        "reason_orders reason_lines reason_hits reason_number reason_day mixed routine_ahead activity first_order "
        "last_order expected_from expected_to usual_gap_days regularity order_chance value_year value_year_before "
        "lifecycle orders_year order_value_average last_order_value largest_order_value value_trend items_per_order "
        "returned_value_share returned_lines_share lifetime_value products_bought categories_bought basket_stability "
        "brand_loyalty top_grade_share adoption_days history_truncated held holds_until lines_hash"
    )
    assert " ".join(result.categories.columns) == (
        "customer_key category buyclass share_routine share_major share_new evidence confidence unheld occasions "
        "reason_code reason_orders reason_lines reason_hits reason_number reason_day last_order"
    )
