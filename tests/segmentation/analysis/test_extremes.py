"""Histories that are far from usual: an answer that is right, or a clear error."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from segmentation.analysis.blocks import LINES_PER_BLOCK
from segmentation.analysis.classify import classify
from tests.segmentation.analysis.order_lines import on_day, one_customer, order_lines, repeat_order
from tests.segmentation.analysis.test_invariants import assert_same

AS_OF = on_day(3700)


def many_lines(customer: str, *, days: np.ndarray, skus: np.ndarray, quantity: int = 1000) -> pd.DataFrame:
    texts = pd.Series([f"{customer}-{sku}" for sku in range(int(skus.max()) + 1)], dtype="str")
    return pd.DataFrame(
        {
            "customer_key": customer,
            "day": (18_262 + days).astype(np.int32),
            "sku": texts.take(skus).reset_index(drop=True),
            "category": "paper",
            "quantity": np.full(len(days), quantity),
            "value": np.full(len(days), 500),
        }
    )


def test_ten_years_of_weekly_orders_are_routine_and_regular() -> None:
    row = one_customer(classify(order_lines(repeat_order("acme", range(0, 3650, 7))), as_of=AS_OF).customers)

    assert (row["buyclass"], row["occasions"], row["regularity"]) == ("routine", 522, "regular")


def test_company_larger_than_a_block_is_worked_out_whole() -> None:
    lines = LINES_PER_BLOCK + 10_000
    count = np.arange(lines)
    large = many_lines("large", days=count // 400, skus=count % 400)
    small = order_lines(repeat_order("small", [0, 30, 60, 90]))

    both = classify(pd.concat([large, small.astype("object")], ignore_index=True), as_of=AS_OF)

    rows = both.customers.set_index("customer_key")
    assert rows["occasions"].to_dict() == {"large": lines // 400 + 1, "small": 4}
    assert rows["buyclass"].astype("str").to_dict() == {"large": "routine", "small": "routine"}
    assert rows["lines_hash"]["small"] == classify(small, as_of=AS_OF).customers["lines_hash"].iloc[0]


def test_thousand_orders_of_an_item_on_one_day_are_one_occasion() -> None:
    day_after_day = np.repeat(np.arange(0, 100, 10), 1000)

    row = one_customer(
        classify(many_lines("busy", days=day_after_day, skus=np.zeros(10_000, dtype=np.int64)), as_of=AS_OF).customers
    )

    assert (row["occasions"], row["buyclass"], row["reason_lines"]) == (10, "routine", 5)


def test_blocks_and_threads_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    lines = pd.concat(
        [
            many_lines(f"c{number:03}", days=random.integers(0, 900, 60), skus=random.integers(0, 9, 60))
            for number in range(40)
        ]
    ).sample(frac=1, random_state=3)
    whole = classify(lines, as_of=AS_OF)

    monkeypatch.setattr("segmentation.analysis.blocks.split_into_blocks.__kwdefaults__", {"lines_per_block": 500})

    assert_same(classify(lines, as_of=AS_OF), whole)
    assert_same(classify(lines, as_of=AS_OF, threads=2), whole)


def test_future_orders_are_counted_and_left_for_their_day() -> None:
    result = classify(order_lines(repeat_order("acme", [0, 30, 5000])), as_of=on_day(40))

    row = one_customer(result.customers)
    assert (row["occasions"], result.quality.lines_after_as_of) == (2, 1)


@pytest.mark.parametrize(
    ("quantity", "value", "counted"),
    [(0, 500, "lines_without_value"), (1000, 0, "lines_without_value"), (1000, -5, "lines_without_value")],
)
def test_line_without_quantity_or_price_is_left_out_and_counted(quantity: int, value: int, counted: str) -> None:
    lines = order_lines(repeat_order("acme", [0])).assign(quantity=quantity, value=value)

    result = classify(lines, as_of=AS_OF)

    assert one_customer(result.customers)["reason_code"] == "prospect"
    assert getattr(result.quality, counted) == 1


@pytest.mark.parametrize("column", ["quantity", "value"])
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, 0.5])
def test_number_that_is_not_whole_is_refused(column: str, wrong: float) -> None:
    lines = order_lines(repeat_order("acme", [0, 30])).astype({column: "float64"})
    lines.loc[1, column] = wrong

    with pytest.raises(ValueError, match=f"^Order lines have whole numbers in {column}"):
        classify(lines, as_of=AS_OF)


@pytest.mark.parametrize(("column", "largest"), [("quantity", "10,000,000,000,000"), ("day", "1,048,576")])
def test_number_beyond_all_measure_is_refused(column: str, largest: str) -> None:
    lines = order_lines(repeat_order("acme", [0, 30])).astype({column: "int64"})
    lines.loc[1, column] = 2**62

    with pytest.raises(ValueError, match=f"^Order lines have numbers up to {largest} in {column}.$"):
        classify(lines, as_of=AS_OF)


@pytest.mark.parametrize("column", ["customer_key", "sku", "category"])
def test_missing_text_is_refused(column: str) -> None:
    lines = order_lines(repeat_order("acme", [0, 30]))
    lines[column] = lines[column].astype("object").where(lines.index != 1)

    with pytest.raises(ValueError, match=r"^Order lines have no empty customer, sku or category"):
        classify(lines, as_of=AS_OF)
