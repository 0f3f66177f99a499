"""Seconds and memory of a piece of work in this process."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import resource
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

MEBIBYTE = 2**20
ENOUGH_SECONDS = 0.5
MOST_CALLS = 25


def measure(work: Callable[[], Any], *, repeats: int) -> dict[str, Any]:
    """Median seconds of calling this, and the peak of memory above what was held before.

    Short work is called more often than `repeats`, until half a second has passed.
    """
    settle_memory()
    before = resident_bytes()
    reset_peak()
    runs, processor = [], []
    while len(runs) < repeats or (sum(runs) < ENOUGH_SECONDS and len(runs) < MOST_CALLS):
        cpu, start = time.process_time(), time.perf_counter()
        work()
        runs.append(time.perf_counter() - start)
        processor.append(time.process_time() - cpu)
        if len(runs) == 1:
            peak = peak_bytes()
    return {
        "seconds": median(runs),
        "cpu_seconds": median(processor),
        "fastest_seconds": min(runs),
        "calls": len(runs),
        "before_mib": before / MEBIBYTE,
        "above_mib": (peak - before) / MEBIBYTE,
    }


def settle_memory() -> None:
    """Give back what was freed, so that it is not counted as held."""
    gc.collect()
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def reset_peak() -> None:
    """Let the peak start from what is held now, where the system can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def resident_bytes() -> int:
    """Memory held now."""
    return _status("VmRSS") or _largest()


def peak_bytes(pid: int | str = "self") -> int:
    """The most memory ever held, since the last reset; of another process too.

    Not `ru_maxrss`, where there is better: a child starts with that of its parent.
    """
    return _status("VmHWM", pid) or _largest()


def _status(field: str, pid: int | str = "self") -> int:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    found = [line for line in status.read_text().splitlines() if line.startswith(f"{field}:")]
    return int(found[0].split()[1]) * 1024 if found else 0


def _largest() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
