"""Measured on a frame in memory: classification, and what others offer for it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tests.benchmarks.measure import MEBIBYTE, measure
from tests.benchmarks.synthetic_orders import AS_OF, load_lines, synthetic_company

TODAY = (AS_OF - AS_OF.replace(year=1970, month=1, day=1)).days
A_FEW = 2_000
LINES_PER_SHARE = 1_000_000
"""Pairs of items are counted in one share more for each so many lines."""


def measure_classify(*, path: str, repeats: int, threads: int = 1) -> dict[str, Any]:
    """Classes of everybody on the lines of a file."""
    from segmentation.analysis.classify import classify

    lines = load_lines(path)
    classify(lines.head(A_FEW), as_of=AS_OF)
    found = measure(lambda: classify(lines, as_of=AS_OF, threads=threads), repeats=repeats)
    return found | {"frame_mib": _size(lines)}


def measure_part(*, path: str, repeats: int) -> dict[str, Any]:
    """What a worker does with one part of a big table: read its file of texts, make categories, classify."""
    from segmentation.analysis.classify import classify
    from segmentation.contracts import ORDER_COLUMNS

    def work() -> None:
        classify(pd.read_parquet(path).astype(dict(ORDER_COLUMNS)), as_of=AS_OF, threads=1)

    classify(pd.read_parquet(path).head(A_FEW), as_of=AS_OF)
    return measure(work, repeats=repeats)


def measure_plain_pandas(*, path: str, repeats: int) -> dict[str, Any]:
    """The plain metrics by group-bys."""
    from tests.benchmarks.plain_pandas import plain_metrics

    lines = load_lines(path)
    plain_metrics(lines.head(A_FEW), today=TODAY)
    return measure(lambda: plain_metrics(lines, today=TODAY), repeats=repeats) | {"frame_mib": _size(lines)}


def measure_duckdb(*, path: str, repeats: int) -> dict[str, Any]:
    """The plain metrics by window functions, on as many threads as DuckDB likes."""
    from tests.benchmarks.plain_sql import plain_metrics

    lines = load_lines(path)
    plain_metrics(lines.head(A_FEW), today=TODAY)
    return measure(lambda: plain_metrics(lines, today=TODAY), repeats=repeats) | {"frame_mib": _size(lines)}


def measure_lifetimes(*, path: str, repeats: int) -> dict[str, Any]:
    """Recency, frequency and value alone, by the library made for them."""
    from lifetimes.utils import summary_data_from_transaction_data as summarise

    lines = load_lines(path)[["customer_key", "day", "value"]]
    lines["day"] = pd.to_datetime(lines["day"], unit="D")
    lines["customer_key"] = lines["customer_key"].astype("str")

    def summary(of: pd.DataFrame) -> pd.DataFrame:
        return summarise(of, "customer_key", "day", "value", observation_period_end=AS_OF.isoformat())

    summary(lines.head(A_FEW))
    return measure(lambda: summary(lines), repeats=repeats) | {"frame_mib": _size(lines)}


def measure_one_company(*, count: int, repeats: int) -> dict[str, Any]:
    """The largest company alone, as after an order of its."""
    from segmentation.analysis.classify import classify

    lines = synthetic_company(count)
    classify(lines.head(A_FEW), as_of=AS_OF)
    return measure(lambda: classify(lines, as_of=AS_OF, threads=1), repeats=repeats) | {"lines": len(lines)}


def measure_reorder(*, path: str, repeats: int) -> dict[str, Any]:
    """What everybody's orders say of each item, and with it the reorder list of every company."""
    from segmentation.analysis.reorder.rank import rank_reorders
    from segmentation.analysis.reorder.statistics import item_statistics

    lines = load_lines(path)

    def work(of: pd.DataFrame) -> None:
        rank_reorders(of, as_of=AS_OF, statistics=item_statistics(of, as_of=AS_OF))

    work(lines.head(A_FEW))
    return measure(lambda: work(lines), repeats=repeats) | {"frame_mib": _size(lines)}


def measure_relations(*, path: str, repeats: int) -> dict[str, Any]:
    """Pairs of items counted and turned into relations, in as many shares as keep the memory small."""
    from segmentation.analysis.alternatives.counting import relation_counts
    from segmentation.analysis.alternatives.relation_counts import Part, drop_rare_pairs, join_parts
    from segmentation.analysis.alternatives.relations import relations_from_counts

    lines = load_lines(path)
    shares = 1 + len(lines) // LINES_PER_SHARE
    found = 0

    def work(of: pd.DataFrame) -> None:
        nonlocal found
        counted = (relation_counts(of, as_of=AS_OF, part=Part(number=number, of=shares)) for number in range(shares))
        found = len(relations_from_counts(join_parts([drop_rare_pairs(part) for part in counted])))

    work(lines.head(A_FEW))
    return measure(lambda: work(lines), repeats=repeats) | {"frame_mib": _size(lines), "relations": found}


def _size(lines: pd.DataFrame) -> float:
    return float(lines.memory_usage(deep=True).sum()) / MEBIBYTE
