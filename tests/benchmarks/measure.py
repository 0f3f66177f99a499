"""One measurement in a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from statistics import median

import numpy as np

from segmentation.analysis.classify import classify
from tests.benchmarks.synthetic_orders import DAYS, FIRST_DAY, synthetic_lines

YARDSTICK_SIZE = 10_000_000
AS_OF = date(1970, 1, 1) + timedelta(days=FIRST_DAY + DAYS)
MEGABYTE = 1024


def measure_in_child(count: int, repeats: int) -> dict[str, float]:
    """Seconds and megabytes of classifying so many lines, in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.measure", str(count), str(repeats)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result: dict[str, float] = json.loads(output)
    return result


def measure_yardstick(repeats: int) -> float:
    """Median seconds of numpy.sort on ten million random 64-bit integers."""
    numbers = np.random.default_rng(1).integers(0, 2**62, YARDSTICK_SIZE)
    return median(_seconds(lambda: np.sort(numbers)) for _ in range(repeats))


def measure(count: int, repeats: int) -> dict[str, float]:
    """Median seconds, and peak memory with and without the input."""
    lines = synthetic_lines(count)
    before = _peak()
    seconds = [_seconds(lambda: classify(lines, as_of=AS_OF)) for _ in range(repeats)]
    return {
        "lines": len(lines),
        "customers": int(lines["customer_key"].nunique()),
        "seconds": round(median(seconds), 3),
        "input_mb": round(before),
        "peak_mb": round(_peak()),
    }


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
