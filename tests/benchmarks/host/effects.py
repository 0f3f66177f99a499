"""Companies taken into a trial, and its effect read, over many companies and orders made by the database itself."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from segmentation.contracts import Feature
from segmentation.models import EffectReading, Trial, TrialMember
from segmentation.registry import features
from segmentation.services.enrol_in_trials import enrol_in_trials
from segmentation.services.measure_effects import measure_effects
from segmentation.services.set_feature_rule import set_feature_rule
from tests.benchmarks.host.drafts import fill_published
from tests.benchmarks.host.models import OrderLine
from tests.benchmarks.host.previews import FIXED
from tests.benchmarks.measure import MEBIBYTE, peak_bytes, reset_peak, resident_bytes, settle_memory

FEATURE = "bench_effect"
HELD_OUT = 10
ORDERS = 12
"""Of each company, a line each, over a year and a half."""
DAYS_APART = 45
DAYS_AGO = 180
"""Since the trial began."""


def fill_ordered(count: int) -> dict[str, int]:
    """So many companies, published, with their orders in the order in which they were placed."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    companies = fill_published(count)
    index = OrderLine._meta.indexes[0]
    with connection.schema_editor() as editor:
        editor.remove_index(OrderLine, index)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {OrderLine._meta.db_table}"  # noqa: S608 - our own texts
            " (customer, order_number, ordered_at, sku, category, quantity, line_total)"
            f" SELECT {FIXED['customer_key']}, n || '-' || turn,"
            f" now() - make_interval(days => (turn * {DAYS_APART} - n * 7919 % {DAYS_APART})::int),"
            " 'S' || n * turn % 20000, 'G' || n * turn % 200, 1 + n % 24, (n * turn * 31 % 100000) / 10.0"
            f" FROM generate_series({ORDERS}, 1, -1) AS turn, generate_series(1::bigint, {int(count)}) AS n"
        )
    with connection.schema_editor() as editor:
        editor.add_index(OrderLine, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return companies


def measure_enrolling() -> dict[str, Any]:
    """Everybody is taken into a trial that begins, and a night later whoever joined: nobody."""
    features.register(Feature(key=FEATURE, label=FEATURE))
    set_feature_rule(feature=FEATURE, segment="", state="on", held_out=HELD_OUT, actor=None)
    began = datetime.now(UTC) - timedelta(days=DAYS_AGO)
    with CaptureQueriesContext(connection) as queries:
        start, cpu = time.perf_counter(), time.process_time()
        enrolled = enrol_in_trials(now=began)
        seconds, client = time.perf_counter() - start, time.process_time() - cpu
    start = time.perf_counter()
    joined = enrol_in_trials(now=began + timedelta(days=1))
    night = time.perf_counter() - start
    Trial.objects.update(started_at=began)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE segmentation_trialmember")
    return {
        "lines": 0,
        "seconds": seconds,
        "client_cpu_seconds": client,
        "queries": len(queries),
        "enrolled": enrolled,
        "next_night_seconds": night,
        "joined_then": joined,
    }


def measure_reading() -> dict[str, Any]:
    """The effect is read by all orders of everybody enrolled."""
    settle_memory()
    before = resident_bytes()
    reset_peak()
    with CaptureQueriesContext(connection) as queries:
        start, cpu = time.perf_counter(), time.process_time()
        measure_effects(as_of=timezone.localdate(), now=timezone.now())
        seconds, client = time.perf_counter() - start, time.process_time() - cpu
    orders = EffectReading.objects.get(metric="orders").figures
    return {
        "lines": OrderLine.objects.count(),
        "seconds": seconds,
        "client_cpu_seconds": client,
        "above_mib": (peak_bytes() - before) / MEBIBYTE,
        "queries": len(queries),
        "companies": TrialMember.objects.count(),
        "held_out_companies": orders["held_out"]["companies"],
    }
