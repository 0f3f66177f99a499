"""What every figure is divided by, so that it says something on another machine."""

from __future__ import annotations

import time
from statistics import median

import numpy as np

SIZE = 10_000_000
SORTS = 5


def sort_integers(*, size: int = SIZE) -> dict[str, float]:
    """Median seconds of `numpy.sort` on so many random 64-bit integers, once the process has had the memory before.

    The first sort, on memory that is new to the process, is told beside: it can take more than twice as long.
    """
    numbers = np.random.default_rng(1).integers(0, 2**62, size)
    start = time.perf_counter()
    np.sort(numbers)
    first = time.perf_counter() - start
    runs, processor = [], []
    for _ in range(SORTS):
        cpu, start = time.process_time(), time.perf_counter()
        np.sort(numbers)
        runs.append(time.perf_counter() - start)
        processor.append(time.process_time() - cpu)
    return {"seconds": median(runs), "cpu_seconds": median(processor), "first_seconds": first}
