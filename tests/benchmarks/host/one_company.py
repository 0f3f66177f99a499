"""One company after an order, in a worker: from its note in the outbox to its published answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter, process_time
from typing import Any

import pandas as pd
from django.db import transaction

from segmentation.models import OutboxEntry
from segmentation.services.mark_dirty import mark_dirty
from segmentation.tasks import drain_outbox
from tests.benchmarks.host.orders import LARGEST, copy_lines, open_orders
from tests.benchmarks.measure import MEBIBYTE, peak_bytes

LINES_A_ORDER = 5


def measure_drain(*, customer: str = LARGEST, repeats: int) -> dict[str, Any]:
    """Seconds of draining the outbox after each of some orders of this company, and of reading its orders alone."""
    runs, processor, reading = [], [], []
    lines = _order(customer, 0)
    for number in range(repeats + 1):
        with transaction.atomic():
            copy_lines(_order(customer, number))
            mark_dirty([customer])
        cpu, start = process_time(), perf_counter()
        drain_outbox()
        runs.append(perf_counter() - start)
        processor.append(process_time() - cpu)
        start = perf_counter()
        lines = open_orders().read([customer])
        reading.append(perf_counter() - start)
    if OutboxEntry.objects.exists():
        raise RuntimeError("The outbox was not drained.")
    return {
        "seconds": median(runs[1:]),
        "client_cpu_seconds": median(processor[1:]),
        "fastest_seconds": min(runs[1:]),
        "first_seconds": runs[0],
        "reading_seconds": median(reading[1:]),
        "calls": repeats,
        "lines": len(lines),
        "peak_mib": peak_bytes() / MEBIBYTE,
    }


def _order(customer: str, number: int) -> pd.DataFrame:
    """Today's order of a few items that are other ones each time."""
    today = (datetime.now(UTC).date() - date(1970, 1, 1)).days
    items = range(number * LINES_A_ORDER, (number + 1) * LINES_A_ORDER)
    return pd.DataFrame(
        {
            "customer_key": customer,
            "day": today,
            "sku": [f"S{item}" for item in items],
            "category": [f"G{item % 200}" for item in items],
            "quantity": 2000,
            "value": [1999 + item for item in items],
        }
    )
