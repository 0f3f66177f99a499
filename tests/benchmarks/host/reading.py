"""Ways to read every order line from PostgreSQL, each in a process of its own."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import Any

from django.db import connection

from tests.benchmarks.host.models import OrderLine
from tests.benchmarks.host.orders import COLUMNS, open_orders
from tests.benchmarks.measure import measure

AS_THEY_ARE = "select customer, ordered_at, sku, category, quantity, line_total from host_orderline"
AS_INTEGERS = (
    "select customer, (ordered_at at time zone 'UTC')::date - date '1970-01-01' as day, sku, category,"
    " quantity::bigint * 1000 as quantity, (line_total * 100)::bigint as value from host_orderline"
)


def read_rows(limit: int) -> int:
    """psycopg's rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"{AS_THEY_ARE} limit {int(limit)}")
        return len(cursor.fetchall())


def read_values_list(limit: int) -> int:
    """Django's rows."""
    return len(list(OrderLine.objects.values_list(*COLUMNS.values())[:limit]))


def read_copy(limit: int) -> int:
    """COPY as CSV, parsed by Arrow."""
    import pyarrow.csv

    received = io.BytesIO()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy ({AS_INTEGERS} limit {int(limit)}) to stdout (format csv, header)") as copy,
    ):
        for block in copy:
            received.write(block)
    received.seek(0)
    one_thread = pyarrow.csv.ReadOptions(use_threads=False)
    rows: int = pyarrow.csv.read_csv(received, read_options=one_thread).num_rows
    return rows


def read_adbc(limit: int) -> int:
    """Arrow through ADBC."""
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(os.environ["DATABASE_URL"]) as arrow, arrow.cursor() as cursor:
        cursor.execute(f"{AS_INTEGERS} limit {int(limit)}")
        rows: int = cursor.fetch_arrow_table().num_rows
        return rows


def read_source(limit: int) -> int:
    """The plugin's own source, as far as the canonical frame; always all lines."""
    return len(open_orders().read())


WAYS: dict[str, Callable[[int], int]] = {
    "fetchall": read_rows,
    "values_list": read_values_list,
    "copy": read_copy,
    "adbc": read_adbc,
    "source": read_source,
}


def measure_reading(*, way: str, limit: int, repeats: int) -> dict[str, Any]:
    """Seconds and memory of reading so many lines in one of these ways."""
    rows = WAYS[way](limit)
    return _of_the_client(measure(lambda: WAYS[way](limit), repeats=repeats)) | {"lines": rows}


def measure_plain_sql(*, today: int) -> dict[str, Any]:
    """Seconds of the plain metrics as window functions in the database itself, once."""
    from tests.benchmarks.plain_sql import PLAIN_METRICS

    query = PLAIN_METRICS.format(today=int(today)).replace("from lines", "from canonical")
    view = AS_INTEGERS.replace("select customer,", "select customer as customer_key,")

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"with canonical as not materialized ({view}), {query.strip().removeprefix('with ')}")
            cursor.fetchall()

    return _of_the_client(measure(ask, repeats=1))


def _of_the_client(figures: dict[str, Any]) -> dict[str, Any]:
    """The server works in a process that is not counted."""
    return {"client_cpu_seconds" if name == "cpu_seconds" else name: value for name, value in figures.items()}
