from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import assume, given, settings

from segmentation.analysis.classify import classify
from tests.benchmarks.synthetic_orders import synthetic_lines
from tests.segmentation.analysis.order_lines import histories, on_day
from tests.segmentation.analysis.plain_reading import read_company

AS_OF = on_day(2000)


def compare(lines: pd.DataFrame) -> None:
    for row in classify(lines, as_of=AS_OF).customers.to_dict("records"):
        reading = read_company(lines[lines["customer_key"] == row["customer_key"]])

        assert (row["buyclass"], row["occasions"]) == (reading.buyclass, reading.occasions)
        shares = [row["share_routine"], row["share_major"], row["share_new"]]
        assert shares == pytest.approx(reading.shares, abs=3e-6)


@settings(max_examples=150)
@given(lines=histories())
def test_result_is_that_of_the_plain_reading(lines: pd.DataFrame) -> None:
    assume(not lines.empty)

    compare(lines)


def test_result_is_that_of_the_plain_reading_for_companies_with_many_lines() -> None:
    lines = synthetic_lines(4_000, seed=7)
    # Few items, so that a company repeats them, and a category by their first letter.
    item = lines["sku"].str[1:].astype("int64")
    letters = pd.Series(list("abcdefghijkl"), dtype="str")
    category = letters.take(item % 12).reset_index(drop=True)

    compare(lines.assign(sku=(category + (item % 25).astype("str")).str.upper(), category=category))
