"""What the benchmarks stand beside says the same, however it is written."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

from segmentation.analysis.classify import classify
from tests.benchmarks import plain_pandas, plain_sql
from tests.benchmarks.in_memory import TODAY
from tests.benchmarks.synthetic_orders import AS_OF, synthetic_lines


@pytest.fixture(scope="module", params=[False, True], ids=["categories", "texts"])
def lines(request: pytest.FixtureRequest) -> pd.DataFrame:
    return synthetic_lines(6_000, text=request.param)


def by_pandas(lines: pd.DataFrame) -> pd.DataFrame:
    metrics = plain_pandas.plain_metrics(lines, today=TODAY).astype({"customer_key": "str"})
    return metrics.sort_values("customer_key", ignore_index=True)


def test_pandas_and_duckdb_agree(lines: pd.DataFrame) -> None:
    by_duckdb = plain_sql.plain_metrics(lines, today=TODAY).astype({"customer_key": "str"})
    expected = by_pandas(lines)

    found = by_duckdb.sort_values("customer_key", ignore_index=True)[list(expected)]
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_lifetimes_counts_the_same_orders(lines: pd.DataFrame) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes.utils import summary_data_from_transaction_data as summarise

        text = lines.assign(
            day=pd.to_datetime(lines["day"], unit="D"), customer_key=lines["customer_key"].astype("str")
        )
        summary = summarise(text, "customer_key", "day", "value", observation_period_end=AS_OF.isoformat())
    expected = by_pandas(lines)

    assert list(summary.index) == list(expected["customer_key"])
    assert list(summary["frequency"] + 1) == list(expected["occasions"])
    assert list(summary["T"] - summary["recency"]) == list(expected["recency"])


def test_classification_counts_the_same_occasions(lines: pd.DataFrame) -> None:
    customers = classify(lines, as_of=AS_OF).customers

    assert list(customers["occasions"]) == list(by_pandas(lines)["occasions"])
