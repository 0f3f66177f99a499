"""One golden per row of the table of edge cases in how companies buy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from segmentation.analysis.classify import classify
from segmentation.contracts import Activity, Buyclass
from tests.segmentation.analysis.order_lines import on_day, one_customer, order_lines, repeat_order

SHARES = ("share_routine", "share_major", "share_new")


def test_company_without_orders_is_new_for_certain() -> None:
    row = one_customer(classify(order_lines([]), as_of=on_day(0), customers=["acme"]).customers)

    assert row == {
        "customer_key": "acme",
        "buyclass": "new",
        "share_routine": 0.0,
        "share_major": 0.0,
        "share_new": 1.0,
        "evidence": 3.0,
        "confidence": 1.0,
        "unheld": "new",
        "mixed": False,
        "routine_ahead": None,
        "activity": "prospect",
        "occasions": 0,
        "first_order": None,
        "last_order": None,
        "expected_from": None,
        "expected_to": None,
        "usual_gap_days": None,
        "regularity": "",
        "order_chance": None,
        "value_year": 0,
        "value_year_before": 0,
        "lifecycle": "prospect",
        "orders_year": 0,
        "order_value_average": None,
        "last_order_value": None,
        "largest_order_value": None,
        "value_trend": None,
        "items_per_order": None,
        "returned_value_share": None,
        "returned_lines_share": None,
        "lifetime_value": None,
        "products_bought": 0,
        "categories_bought": 0,
        "basket_stability": None,
        "brand_loyalty": None,
        "top_grade_share": None,
        "adoption_days": None,
        "history_truncated": False,
        "held": False,
        "holds_until": None,
        "reason_code": "prospect",
        "reason_orders": 0,
        "reason_lines": 0,
        "reason_hits": 0,
        "reason_number": None,
        "reason_day": None,
        "reason_params": {},
        "lines_hash": "0" * 32,
    }


@pytest.mark.parametrize("quantity", [1, 100_000])
def test_one_order_of_any_size_is_new(quantity: float) -> None:
    lines = order_lines(repeat_order("acme", [0], quantity=quantity))

    row = one_customer(classify(lines, as_of=on_day(1)).customers)

    assert (row["buyclass"], row["reason_code"], row["occasions"]) == (Buyclass.NEW, "first_order", 1)
    assert [row[share] for share in SHARES] == [0.19, 0.34, 0.47]
    assert (row["first_order"], row["last_order"]) == (on_day(0), on_day(0))
    assert (row["expected_from"], row["expected_to"]) == (on_day(16), on_day(59))


def test_few_orders_leave_most_weight_to_the_prior() -> None:
    lines = repeat_order("acme", [0, 30, 60])
    lines += repeat_order("acme", [30], sku="pens", category="pens")
    lines += repeat_order("acme", [60], sku="ink", category="ink")

    row = one_customer(classify(order_lines(lines), as_of=on_day(61)).customers)

    evidence = 0.5 * 0.5 ** (1 / 5) + 0.5
    assert row["buyclass"] == Buyclass.MAJOR
    assert row["evidence"] == pytest.approx(2 * evidence + 3, abs=1e-6)
    assert row["share_routine"] == pytest.approx((evidence + 3 * 33 / 101) / (2 * evidence + 3), abs=1e-6)
    assert row["confidence"] < 0.6


def test_known_customer_with_one_order_on_record_is_not_taken_for_new() -> None:
    lines = order_lines(repeat_order("acme", [10]))

    row = one_customer(
        classify(lines, as_of=on_day(11), customer_since={"acme": date(2001, 5, 1)}, history_from=on_day(0)).customers
    )

    assert (row["buyclass"], row["history_truncated"], row["reason_code"]) == ("major", True, "history_elsewhere")
    assert [row[share] for share in SHARES] == [0.19, 0.81, 0.0]


def test_known_customer_counts_as_new_in_nothing_until_two_orders_are_on_record() -> None:
    lines = order_lines([*repeat_order("acme", [0]), *repeat_order("acme", [30], sku="pens", category="pens")])
    since = {"acme": date(2001, 5, 1)}

    usual = one_customer(classify(lines, as_of=on_day(31)).customers)
    truncated = one_customer(classify(lines, as_of=on_day(31), customer_since=since, history_from=on_day(0)).customers)

    assert (usual["buyclass"], truncated["buyclass"]) == (Buyclass.NEW, Buyclass.MAJOR)


def test_customer_since_needs_the_first_day_of_the_history() -> None:
    with pytest.raises(ValueError, match=r"^customer_since says nothing without history_from"):
        classify(order_lines([]), as_of=on_day(0), customer_since={"acme": on_day(0)})


def test_seasonal_company_is_routine_and_not_lapsed_before_its_season() -> None:
    seasons = [date(year, 11, 15) for year in range(2016, 2024)]
    lines = order_lines([("acme", day, "wreath", "christmas", 20, 8.0) for day in seasons])

    row = one_customer(classify(lines, as_of=seasons[-1] + timedelta(days=330)).customers)

    assert (row["buyclass"], row["reason_code"]) == (Buyclass.ROUTINE, "routine_repeat")
    assert row["activity"] == Activity.DUE


def test_order_far_from_the_usual_quantity_is_major() -> None:
    lines = order_lines(repeat_order("acme", [0]) + repeat_order("acme", [30], quantity=50))

    row = one_customer(classify(lines, as_of=on_day(31)).customers)

    assert (row["buyclass"], row["reason_code"]) == (Buyclass.MAJOR, "modified_quantity")
    assert row["reason_params"] == {"orders": 1, "lines": 1, "quantity_lines": 1}


def test_unusually_large_orders_of_known_items_are_major() -> None:
    lines = [("acme", on_day(day), item, "shelf", 10, 5.0) for day in (0, 30) for item in ("oak", "elm")]
    lines += [("acme", on_day(day), item, "shelf", 20, 20.0) for day in (60, 90) for item in ("oak", "elm")]

    row = one_customer(classify(order_lines(lines), as_of=on_day(91)).customers)

    assert (row["buyclass"], row["reason_code"]) == (Buyclass.MAJOR, "major_size")
    assert row["reason_params"] == {"times": 4.0, "ordered_on": on_day(90).isoformat()}


def test_single_large_order_holds_the_class_and_says_so() -> None:
    lines = [("acme", on_day(day), item, "shelf", 10, 5.0) for day in (0, 30) for item in ("oak", "elm")]
    lines += [("acme", on_day(60), item, "shelf", 20, 20.0) for item in ("oak", "elm")]

    row = one_customer(classify(order_lines(lines), as_of=on_day(61)).customers)

    assert (row["buyclass"], row["held"]) == (Buyclass.ROUTINE, True)
    assert row["share_routine"] == pytest.approx((0.5 ** (1 / 5) + 99 / 101) / (0.5 ** (1 / 5) + 4), abs=1e-6)
    assert row["reason_params"] == {
        "share": 0.38,
        "orders": 2,
        "lines": 4,
        "repeat_lines": 4,
        "expected_from": on_day(60 + 19).isoformat(),
        "expected_to": on_day(60 + 56).isoformat(),
        "held_from": "major",
        "held_share": 0.47,
    }


def test_huge_first_order_makes_no_later_order_large() -> None:
    lines = order_lines(repeat_order("acme", [0], quantity=1000) + repeat_order("acme", range(30, 630, 30)))

    row = one_customer(classify(lines, as_of=on_day(601)).customers)

    assert (row["buyclass"], row["reason_code"]) == (Buyclass.ROUTINE, "routine_repeat")


def test_reseller_who_does_all_three_is_mixed() -> None:
    lines = []
    for order, day in enumerate(range(0, 300, 30)):
        lines += repeat_order("acme", [day])
        lines += repeat_order("acme", [day], sku=f"paper{order}")
        lines += repeat_order("acme", [day], sku=f"thing{order}", category=f"things{order}")

    row = one_customer(classify(order_lines(lines), as_of=on_day(300)).customers)

    assert row["mixed"] is True
    assert max(row[share] for share in SHARES) < 0.5


def test_lapsed_company_keeps_its_class() -> None:
    lines = order_lines(repeat_order("acme", range(0, 300, 30)))

    row = one_customer(classify(lines, as_of=on_day(1000)).customers, as_of=on_day(1000))

    assert (row["buyclass"], row["activity"]) == (Buyclass.ROUTINE, Activity.LAPSED)
    assert row["reason_params"] == {"share": 0.82, "orders": 5, "lines": 5, "repeat_lines": 5}


def test_comeback_after_a_long_silence_is_major_and_not_new() -> None:
    lines = order_lines(repeat_order("acme", [0, 500]))

    row = one_customer(classify(lines, as_of=on_day(501)).customers)

    assert (row["buyclass"], row["reason_code"]) == (Buyclass.MAJOR, "re_evaluation")
    assert row["reason_params"] == {"months": 16, "ordered_on": on_day(500).isoformat()}


def test_company_that_sent_everything_back_is_a_prospect() -> None:
    lines = order_lines(repeat_order("acme", [0]) + repeat_order("acme", [5], quantity=-10))

    row = one_customer(classify(lines, as_of=on_day(6)).customers)

    assert (row["buyclass"], row["activity"], row["occasions"]) == (Buyclass.NEW, Activity.PROSPECT, 0)
    assert row["reason_code"] == "only_returns"


def test_split_company_is_worked_out_from_what_each_part_bought() -> None:
    joint = repeat_order("acme", range(0, 300, 30))
    moved = [("branch", *line[1:]) for line in joint[5:]]

    apart = classify(order_lines(joint[:5] + moved), as_of=on_day(300)).customers
    alone = classify(order_lines(joint[:5]), as_of=on_day(300)).customers

    assert apart["occasions"].tolist() == [5, 5]
    assert apart.iloc[0].equals(alone.iloc[0])
