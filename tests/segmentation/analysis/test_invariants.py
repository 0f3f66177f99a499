from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from segmentation.analysis.classify import Classification
from segmentation.analysis.classify import classify as classify_lines
from segmentation.analysis.clean import DataQuality, clean_lines, day_number
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.line_modes import line_modes
from segmentation.analysis.occasions import Occasions, find_occasions
from segmentation.analysis.plain_rows import plain_rows
from segmentation.items import ItemFacts
from tests.segmentation.analysis.order_lines import histories, on_day, order_lines

AS_OF = on_day(1000)


ITEMS = {
    "a1": ItemFacts(brand="Arbor", launched_on=on_day(100), is_top_grade=True),
    "a2": ItemFacts(brand="Birch", launched_on=on_day(300), is_top_grade=False),
    "b1": ItemFacts(brand="Arbor"),
    "c1": ItemFacts(launched_on=on_day(500), is_top_grade=True),
}


def classify(lines: pd.DataFrame, **more: Any) -> Classification:
    """Everything that there is to be worked out, so that all of it is held to the invariants."""
    return classify_lines(lines, items=ITEMS, with_bought=True, **more)


def assert_same(left: Classification, right: Classification) -> None:
    assert_equal(left.customers, right.customers)
    assert_equal(left.categories, right.categories)
    assert_same_purchases(left, right)


def assert_equal(left: pd.DataFrame, right: pd.DataFrame) -> None:
    """To the last bit; what texts a categorical column could hold besides does not matter."""
    assert_frame_equal(_with_texts(left), _with_texts(right), check_exact=True)


def assert_same_purchases(left: Classification, right: Classification, *, of: set[str] | None = None) -> None:
    """Items are in no order of their own."""
    for kind in right.bought:
        for found, rows, order in (
            (left.bought[kind], right.bought[kind], ["customer_key", "item"]),
            (left.bought_days[kind], right.bought_days[kind], ["customer_key", "item", "day"]),
        ):
            kept = rows if of is None else rows[rows["customer_key"].isin(of)]
            assert_equal(*(_with_texts(some).sort_values(order, ignore_index=True) for some in (found, kept)))


@given(lines=histories(), since=st.integers(0, 1000))
def test_days_add_up_to_what_was_bought(lines: pd.DataFrame, since: int) -> None:
    result = classify(lines, as_of=AS_OF)
    later = classify(lines, as_of=AS_OF, bought_from=on_day(since))

    for kind, rows in result.bought.items():
        days = _with_texts(result.bought_days[kind])
        often = _with_texts(rows[rows["orders"] > 1]).set_index(["customer_key", "item"]).sort_index()
        added = days.groupby(["customer_key", "item"]).agg(orders=("day", "size"), value=("value", "sum"))
        assert added["orders"].to_dict() == often["orders"].to_dict()
        assert added["value"].to_dict() == often["value"].to_dict()
        kept = days[days["day"] >= pd.Timestamp(on_day(since))]
        assert_equal(_with_texts(later.bought_days[kind]), kept.reset_index(drop=True))
        assert_equal(later.bought[kind], rows)


def _with_texts(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(dict.fromkeys(frame.select_dtypes("category"), "str"))


@given(lines=histories(), seed=st.integers(0, 1000))
def test_order_of_lines_makes_no_difference(lines: pd.DataFrame, seed: int) -> None:
    shuffled = lines.sample(frac=1, random_state=seed).reset_index(drop=True)

    assert_same(classify(shuffled, as_of=AS_OF), classify(lines, as_of=AS_OF))


@given(lines=histories(), chosen=st.sets(st.sampled_from(["acme", "bolt", "crown", "delta"])))
def test_subset_of_customers_is_that_part_of_everybody(lines: pd.DataFrame, chosen: set[str]) -> None:
    everybody = classify(lines, as_of=AS_OF)

    part = classify(lines[lines["customer_key"].isin(chosen)], as_of=AS_OF)

    customers, categories = (
        frame[frame["customer_key"].isin(chosen)].reset_index(drop=True)
        for frame in (everybody.customers, everybody.categories)
    )
    assert_equal(part.customers, customers)
    assert_equal(part.categories, categories)
    assert_same_purchases(part, everybody, of=chosen)


@given(lines=histories())
def test_quality_of_shards_adds_up(lines: pd.DataFrame) -> None:
    shards = [classify(part, as_of=AS_OF).quality for _, part in lines.groupby("customer_key")]

    assert sum(shards, start=DataQuality()) == classify(lines, as_of=AS_OF).quality


@settings(max_examples=20)
@given(lines=histories())
def test_classifying_twice_gives_the_same_and_leaves_the_lines_alone(lines: pd.DataFrame) -> None:
    before = lines.copy(deep=True)

    assert_same(classify(lines, as_of=AS_OF), classify(lines, as_of=AS_OF))
    assert_frame_equal(lines, before)


@given(lines=histories(), day=st.integers(0, 1000))
def test_lines_after_the_day_do_not_exist(lines: pd.DataFrame, day: int) -> None:
    as_of = on_day(day)
    known = lines[lines["day"] <= day_number(as_of)]
    customers = sorted(set(lines["customer_key"]))

    left, right = (classify(some, as_of=as_of, customers=customers) for some in (lines, known))
    assert_equal(*(result.customers.drop(columns="holds_until") for result in (left, right)))
    assert_equal(left.categories, right.categories)
    assert_same_purchases(left, right)


@given(lines=histories(), day=st.integers(0, 1400), wait=st.integers(0, 400))
def test_row_holds_until_the_day_it_names(lines: pd.DataFrame, day: int, wait: int) -> None:
    first, second = on_day(day), on_day(day + wait)
    now, then = (classify(lines, as_of=as_of).customers for as_of in (first, second))
    holds = (now["holds_until"].isna() | (now["holds_until"] > pd.Timestamp(second))).to_numpy()

    # Only the chance of an order is another one every day.
    columns = [*now.columns.drop("order_chance"), "reason_params"]
    assert plain_rows(now[holds], columns, as_of=first) == plain_rows(then[holds], columns, as_of=second)


@given(lines=histories(returns=False), day=st.integers(0, 1000))
def test_later_purchases_never_change_earlier_occasions(lines: pd.DataFrame, day: int) -> None:
    early, everything = (_occasions(lines, as_of) for as_of in (on_day(day), AS_OF))

    same = everything.day <= day_number(on_day(day))
    assert early.day.tolist() == everything.day[same].tolist()
    for kind, weights in early.weights.items():
        assert weights.tolist() == everything.weights[kind][same].tolist()


def _occasions(lines: pd.DataFrame, as_of: date) -> Occasions:
    customers = sorted(set(lines["customer_key"]))
    cleaned, _ = clean_lines(lines, as_of=as_of, config=DEFAULT_CONFIG, customers=customers)
    company, _, _ = find_occasions(cleaned, line_modes(cleaned, config=DEFAULT_CONFIG))
    return company


@given(lines=histories(returns=False), factor=st.sampled_from([2, 3, 10, 745]))
def test_scaling_all_prices_leaves_every_class(lines: pd.DataFrame, factor: int) -> None:
    dearer = lines.assign(value=lines["value"] * factor)

    columns = ["customer_key", "buyclass", "activity", "reason_code"]
    assert_frame_equal(
        classify(dearer, as_of=AS_OF).customers[columns], classify(lines, as_of=AS_OF).customers[columns]
    )


@given(lines=histories(), day=st.integers(0, 900), wait=st.integers(0, 100))
def test_order_returned_in_full_changes_nothing(lines: pd.DataFrame, day: int, wait: int) -> None:
    regret = order_lines([("acme", on_day(day), "z9", "z", 7, 3.0), ("acme", on_day(day + wait), "z9", "z", -7, 3.0)])
    with_regret = pd.concat([lines, regret], ignore_index=True)

    before = classify(lines, as_of=AS_OF, customers=["acme"])
    after = classify(with_regret, as_of=AS_OF, customers=["acme"])

    # A company without any line is a prospect; one that sent everything back is so for another reason.
    prospect = before.customers["reason_code"].eq("prospect")
    expected = before.customers.assign(reason_code=before.customers["reason_code"].mask(prospect, "only_returns"))
    # How much came back is what the return is about.
    about_returns = ["returned_value_share", "returned_lines_share", "holds_until"]
    assert_equal(*(frame.drop(columns=about_returns) for frame in (after.customers, expected)))
    assert_equal(after.categories, before.categories)
    assert_same_purchases(after, before)


@given(lines=histories())
def test_shares_sum_to_one(lines: pd.DataFrame) -> None:
    result = classify(lines, as_of=AS_OF)

    for frame in (result.customers, result.categories):
        total = frame[["share_routine", "share_major", "share_new"]].sum(axis="columns")
        assert np.abs(total - 1.0).max() <= 1e-9 or frame.empty


@given(lines=histories())
def test_every_customer_with_a_line_gets_one_row(lines: pd.DataFrame) -> None:
    result = classify(lines, as_of=AS_OF)

    assert result.customers["customer_key"].tolist() == sorted(set(lines["customer_key"]))
    assert result.customers["confidence"].between(0, 1).all()


@pytest.mark.parametrize("column", ["customer_key", "day", "value"])
def test_missing_column_is_refused(column: str) -> None:
    with pytest.raises(ValueError, match=f"^Order lines lack the columns {column}.$"):
        classify(order_lines([]).drop(columns=column), as_of=AS_OF)
