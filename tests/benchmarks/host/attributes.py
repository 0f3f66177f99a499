"""Files of attributes imported, and how much room the values of many dimensions take."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from segmentation.dimension import Dimension, Kind
from segmentation.models import AttributeImport, CompanyAttributes, CustomerProfile
from segmentation.models.attribute_columns import forget_columns
from segmentation.models.attributes import COLUMN_KINDS
from segmentation.registry import dimensions
from segmentation.services.assign_columns import assign_columns
from segmentation.services.check_import import check_import
from segmentation.services.run_import import run_import
from segmentation.services.start_import import confirm_import, start_import
from tests.benchmarks.host.previews import FIXED, fill_table, profile_columns
from tests.benchmarks.measure import MEBIBYTE, peak_bytes

CHOICES = {f"choice_{n}": f"Choice {n}" for n in range(8)}
COLUMNS = (Kind.NUMBER,) * 6 + (Kind.MONEY,) * 3 + (Kind.DATE,) * 2 + (Kind.CHOICE,) * 4 + (Kind.CHOICES,) * 2
COLUMNS += (Kind.YES_NO,) * 2 + (Kind.TEXT,)
BAD_ONE_IN = 100
"""Rows with a cell that does not fit."""


def fill_companies(companies: int) -> dict[str, int]:
    """Profiles of so many companies, and nothing known of them beside."""
    call_command("migrate", verbosity=0)
    fill_table(CustomerProfile._meta.db_table, profile_columns(), companies)
    return {"companies": CustomerProfile.objects.count()}


def measure_import(*, seed: int) -> dict[str, Any]:
    """A CSV of a row a company and twenty columns: taken in, looked through and stored."""
    declared = [
        Dimension(
            key=f"bench_{at:02}", label=f"Bench {at}", kind=kind,
            choices=CHOICES if kind in {Kind.CHOICE, Kind.CHOICES} else {},
        )
        for at, kind in enumerate(COLUMNS)
    ]  # fmt: skip
    dimensions.register(*declared)
    assign_columns()
    forget_columns()
    content = _file(declared, seed=seed)
    seconds = {}
    start = perf_counter()
    source = start_import(content, name="bench.csv", actor=None, now=timezone.now())
    seconds["taking_in_seconds"] = perf_counter() - start
    begun = perf_counter()
    check_import(source.pk, now=timezone.now())
    seconds["looking_through_seconds"] = perf_counter() - begun
    begun = perf_counter()
    confirm_import(source.pk, now=timezone.now())
    run_import(source.pk, now=timezone.now())
    seconds["storing_seconds"] = perf_counter() - begun
    seconds["seconds"] = perf_counter() - start
    source.refresh_from_db()
    if source.state != AttributeImport.State.FINISHED:
        raise RuntimeError(source.error)
    return {
        **seconds,
        "lines": source.rows,
        "file_mib": len(content) / MEBIBYTE,
        "values_written": source.written,
        "problems": source.problems,
        "peak_mib": peak_bytes() / MEBIBYTE,
    }


def measure_size(*, companies: int) -> dict[str, Any]:
    """All columns of attributes filled for so many companies, each with its origin: bytes on disk after a VACUUM."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE segmentation_companyattributes")
    start = perf_counter()
    fill_table(CompanyAttributes._meta.db_table, _values(), companies)
    seconds = perf_counter() - start
    count = sum(many for many, _make in COLUMN_KINDS.values())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FULL, ANALYZE) segmentation_companyattributes")
        wide = _bytes_of(cursor, "segmentation_companyattributes")
        cursor.execute("SELECT sum(pg_column_size(origins)) FROM segmentation_companyattributes")
        origins = int(cursor.fetchone()[0])
        sample = max(companies // 50, 1)
        cursor.execute("DROP TABLE IF EXISTS bench_values")
        cursor.execute(
            "CREATE TABLE bench_values (customer_key varchar(64), dimension varchar(60), number float8, amount bigint,"
            " day date, flag boolean, text varchar(300), batch_id bigint, PRIMARY KEY (customer_key, dimension))"
        )
        for name in (f"{sort}_{at:02}" for sort, (many, _make) in COLUMN_KINDS.items() for at in range(1, many + 1)):
            sort = name.partition("_")[0]
            cursor.execute(
                f"INSERT INTO bench_values (customer_key, dimension, {sort}, batch_id)"  # noqa: S608 - our own texts
                f" SELECT customer_key, '{name}', {name}, 1 FROM segmentation_companyattributes LIMIT {sample}"
            )
        cursor.execute("VACUUM (FULL, ANALYZE) bench_values")
        narrow = _bytes_of(cursor, "bench_values") / sample * companies
        cursor.execute("DROP TABLE bench_values")
        cursor.execute("TRUNCATE segmentation_companyattributes")
    return {
        "lines": companies,
        "gibibytes": wide / 1024**3,
        "bytes_a_company": wide / companies,
        "bytes_a_value": wide / companies / count,
        "origin_bytes_a_company": origins / companies,
        "row_a_value_gibibytes": narrow / 1024**3,
        "filling_seconds": seconds,
    }


def _bytes_of(cursor: Any, table: str) -> int:
    cursor.execute("SELECT pg_total_relation_size(%s)", [table])
    return int(cursor.fetchone()[0])


def _values() -> dict[str, str]:
    """Every column filled with values of the lengths that real ones have, from five deliveries."""
    made = {
        "number": "round((n * {at} % 100000) / 7.0, 2)",
        "amount": "(n * {at} * 7919) % 10000000000",
        "day": "date '2010-01-01' + (n * {at} % 6000)::int",
        "flag": "n * {at} % 2 = 0",
    }
    texts = (
        "(array['micro', 'small', 'medium', 'large'])[1 + n * {at} % 4]",
        "(array['|erp|', '|edi|erp|', '|edi|erp|punch_out|', '|mobile|'])[1 + n * {at} % 4]",
        "lpad((n * {at} % 9999)::text, 4, '0')",
        "'DK-' || n * {at} % 100",
    )
    columns = {}
    for sort, (many, _make) in COLUMN_KINDS.items():
        for at in range(1, many + 1):
            columns[f"{sort}_{at:02}"] = (texts[at % 4] if sort == "text" else made[sort]).format(at=at)
    return {**columns, "customer_key": FIXED["customer_key"], "origins": _origins(list(columns)), "updated_at": "now()"}


def _origins(columns: list[str]) -> str:
    pairs = ", ".join(f'"{name}": {101 + at % 5}' for at, name in enumerate(columns))
    return f"'{{{pairs}}}'::jsonb"


def _file(declared: list[Dimension], *, seed: int) -> bytes:
    chance = random.Random(seed)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["customer", *(dimension.key for dimension in declared)])
    keys = CustomerProfile.objects.order_by("pk").values_list("pk", flat=True)
    for at, key in enumerate(keys.iterator(chunk_size=10_000)):
        cells = [_CELLS[dimension.kind](chance) for dimension in declared]
        if at % BAD_ONE_IN == 0:
            cells[0] = "many"
        writer.writerow([key, *cells])
    return text.getvalue().encode()


_CELLS: dict[Kind, Callable[[random.Random], str]] = {
    Kind.NUMBER: lambda chance: f"{chance.random() * 10_000:.1f}",
    Kind.MONEY: lambda chance: f"{chance.randrange(10**9) / 100:.2f}",
    Kind.DATE: lambda chance: (date(1990, 1, 1) + timedelta(days=chance.randrange(12_000))).isoformat(),
    Kind.CHOICE: lambda chance: f"choice_{chance.randrange(8)}",
    Kind.CHOICES: lambda chance: ";".join(f"choice_{n}" for n in chance.sample(range(8), 2)),
    Kind.YES_NO: lambda chance: chance.choice(("yes", "no")),
    Kind.TEXT: lambda chance: f"Street {chance.randrange(10**6)}",
}
