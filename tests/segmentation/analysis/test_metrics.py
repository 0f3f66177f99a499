from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.analysis.bought import BoughtKind
from segmentation.analysis.classify import classify
from segmentation.analysis.clean import day_number
from segmentation.analysis.plain_rows import plain_rows
from segmentation.items import ItemFacts
from tests.segmentation.analysis.order_lines import Line, histories, on_day, one_customer, order_lines, repeat_order
from tests.segmentation.analysis.plain_metrics import read_metrics

ITEMS = {
    "a1": ItemFacts(brand="Arbor", launched_on=on_day(100), is_top_grade=True),
    "a2": ItemFacts(brand="Birch", launched_on=on_day(300), is_top_grade=False),
    "b1": ItemFacts(brand="Arbor", launched_on=on_day(50)),
    "b2": ItemFacts(brand="Cedar"),
    "c1": ItemFacts(launched_on=on_day(500), is_top_grade=True),
}


def row_of(lines: list[Line], *, as_of: int, **more: object) -> dict[str, object]:
    return one_customer(classify(order_lines(lines), as_of=on_day(as_of), items=ITEMS, **more).customers)  # type: ignore[arg-type]


@settings(max_examples=150)
@given(lines=histories(), day=st.integers(0, 1400))
def test_metrics_are_those_of_the_plain_reading(lines: pd.DataFrame, day: int) -> None:
    as_of = on_day(day)
    known = lines[lines["day"] <= day_number(as_of)]

    for row in classify(known, as_of=as_of, items=ITEMS).customers.to_dict("records"):
        mine = known[known["customer_key"] == row["customer_key"]]
        for name, expected in read_metrics(mine, as_of=day_number(as_of), items=ITEMS).items():
            if expected is None:
                assert pd.isna(row[name]), name
            else:
                assert row[name] == pytest.approx(expected, abs=5.1e-3 if name == "items_per_order" else 5.1e-5), name


def test_nothing_is_known_of_brands_and_launches_without_facts() -> None:
    row = one_customer(classify(order_lines(repeat_order("acme", [0, 30])), as_of=on_day(31)).customers)

    assert [row[name] for name in ("brand_loyalty", "top_grade_share", "adoption_days")] == [None, None, None]


def test_prospect_has_no_order_values_and_no_value_to_come() -> None:
    result = classify(order_lines([]), as_of=on_day(0), customers=["acme"])

    row = one_customer(result.customers)
    assert (row["lifecycle"], row["orders_year"]) == ("prospect", 0)
    for name in ("order_value_average", "last_order_value", "lifetime_value", "value_trend", "returned_value_share"):
        assert row[name] is None


@pytest.mark.parametrize(
    ("days", "as_of", "stage"),
    [
        ([0], 10, "first_order"),
        ([0], 600, "lapsed"),
        ([0, 30, 60], 61, "growing"),
        ([0, 100, 200, 300, 400, 500, 600, 700], 729, "stable"),
        ([0, 100, 200, 300, 350, 500, 600, 700], 729, "declining"),
        ([0, 30, 60, 90, 120], 250, "declining"),
    ],
)
def test_stage_follows_from_activity_orders_and_years(days: list[int], as_of: int, stage: str) -> None:
    assert row_of(repeat_order("acme", days), as_of=as_of)["lifecycle"] == stage


@pytest.mark.parametrize(
    ("second", "trend", "stage"), [(110, 10.0, "growing"), (109, 9.0, "stable"), (90, -10.0, "declining")]
)
def test_a_tenth_more_or_less_is_a_change(second: int, trend: float, stage: str) -> None:
    lines: list[Line] = [("acme", on_day(300), "a1", "a", 100, 1.0), ("acme", on_day(640), "a1", "a", second, 1.0)]

    row = row_of(lines, as_of=700)

    assert (row["value_trend"], row["lifecycle"]) == (trend, stage)


def test_trend_of_an_older_company_waits_until_two_years_are_on_record() -> None:
    lines = repeat_order("acme", [10, 200, 400, 600])
    past = {"customer_since": {"acme": on_day(-500)}, "history_from": on_day(0)}

    assert row_of(lines, as_of=728, **past)["value_trend"] is None
    assert row_of(lines, as_of=729, **past)["value_trend"] == 0.0


def test_lifetime_value_is_what_the_closed_form_says() -> None:
    rate, stop = 3.5 / (90 + 75), 0.1 / (1 + 0.6 * 3)
    leaving = rate * stop + math.log(1.1) / 365
    there = (1 - stop) / (1 - stop + stop)
    orders = there * rate * (1 - math.exp(-leaving * 1095)) / leaving

    assert row_of(repeat_order("acme", [0, 30, 60, 90]), as_of=91)["lifetime_value"] == round(orders * 5000)


def test_value_to_come_falls_with_silence() -> None:
    lines = repeat_order("acme", [0, 30, 60, 90])
    values = [row_of(lines, as_of=day)["lifetime_value"] for day in (91, 140, 200, 300, 600)]

    assert values == sorted(values, reverse=True)  # type: ignore[type-var]
    assert len(set(values)) > 2


def test_what_was_bought_is_kept_by_product_category_and_brand() -> None:
    lines: list[Line] = [
        ("acme", on_day(0), "a1", "a", 2, 3.0),
        ("acme", on_day(0), "a2", "a", 1, 5.0),
        ("acme", on_day(9), "a1", "a", 4, 3.0),
        ("acme", on_day(9), "d1", "", 1, 1.0),
        ("bolt", on_day(5), "b1", "b", 1, 7.0),
        ("bolt", on_day(6), "b1", "b", -1, 7.0),
    ]
    bought = classify(order_lines(lines), as_of=on_day(10), items=ITEMS, with_bought=True).bought
    columns = ["customer_key", "item", "first_day", "last_day", "orders", "quantity", "value"]

    found = {
        kind: [tuple(r.values()) for r in plain_rows(rows, columns, as_of=on_day(10))] for kind, rows in bought.items()
    }
    assert found == {
        BoughtKind.PRODUCT: [
            ("acme", "a1", on_day(0), on_day(9), 2, 6000, 1800),
            ("acme", "a2", on_day(0), on_day(0), 1, 1000, 500),
            ("acme", "d1", on_day(9), on_day(9), 1, 1000, 100),
        ],
        BoughtKind.CATEGORY: [("acme", "a", on_day(0), on_day(9), 2, 7000, 2300)],
        BoughtKind.BRAND: [
            ("acme", "Arbor", on_day(0), on_day(9), 2, 6000, 1800),
            ("acme", "Birch", on_day(0), on_day(0), 1, 1000, 500),
        ],
    }


def test_days_are_brought_back_of_what_was_bought_on_more_than_one() -> None:
    lines: list[Line] = [
        ("acme", on_day(0), "a1", "a", 2, 3.0),
        ("acme", on_day(4), "a1", "a", 4, 3.0),
        ("acme", on_day(9), "a1", "a", 1, 3.0),
        ("acme", on_day(9), "a2", "a", 1, 5.0),
        ("bolt", on_day(5), "b1", "b", 1, 7.0),
        ("bolt", on_day(6), "b1", "b", 1, 7.0),
        ("bolt", on_day(7), "b1", "b", -1, 7.0),
    ]
    days = classify(
        order_lines(lines), as_of=on_day(10), items=ITEMS, with_bought=True, bought_from=on_day(4)
    ).bought_days
    columns = ["customer_key", "item", "day", "value"]

    found = {
        kind: [tuple(r.values()) for r in plain_rows(rows, columns, as_of=on_day(10))] for kind, rows in days.items()
    }
    assert found == {
        BoughtKind.PRODUCT: [("acme", "a1", on_day(4), 1200), ("acme", "a1", on_day(9), 300)],
        BoughtKind.CATEGORY: [("acme", "a", on_day(4), 1200), ("acme", "a", on_day(9), 800)],
        BoughtKind.BRAND: [("acme", "Arbor", on_day(4), 1200), ("acme", "Arbor", on_day(9), 300)],
    }
