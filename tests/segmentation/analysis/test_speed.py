from __future__ import annotations

import time

from segmentation.analysis.classify import classify
from tests.benchmarks.measure import AS_OF
from tests.benchmarks.synthetic_orders import synthetic_lines

BUDGET_SECONDS = 30
"""About twenty times what it takes on two quiet processors: this catches a loop over rows and nothing finer."""


def test_million_lines_are_classified_within_the_budget() -> None:
    lines = synthetic_lines(1_000_000)

    start = time.perf_counter()
    result = classify(lines, as_of=AS_OF)

    assert time.perf_counter() - start < BUDGET_SECONDS
    assert len(result.customers) == 5000
