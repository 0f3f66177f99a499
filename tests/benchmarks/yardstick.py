"""What every figure is divided by, so that it says something on another machine."""

from __future__ import annotations

import time
from statistics import median

import numpy as np

SIZE = 10_000_000
SORTS = 3


def sort_integers(*, size: int = SIZE) -> dict[str, float]:
    """Median seconds of `numpy.sort` on so many random 64-bit integers; the first sort only warms up."""
    numbers = np.random.default_rng(1).integers(0, 2**62, size)
    np.sort(numbers)
    runs, processor = [], []
    for _ in range(SORTS):
        cpu, start = time.process_time(), time.perf_counter()
        np.sort(numbers)
        runs.append(time.perf_counter() - start)
        processor.append(time.process_time() - cpu)
    return {"seconds": median(runs), "cpu_seconds": median(processor)}
