"""The table of order lines as an order source, and how it is filled."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
from django.db import connection

from segmentation.contracts import OrderSource
from segmentation.sources import DjangoModelSource
from segmentation.sources.columns import REQUIRED
from tests.benchmarks.host.models import OrderLine
from tests.benchmarks.synthetic_orders import DAYS, FIRST_DAY, load_lines, synthetic_company

COLUMNS = {
    "customer": "customer",
    "ordered_at": "ordered_at",
    "sku": "sku",
    "category": "category",
    "quantity": "quantity",
    "line_total": "line_total",
}
SECONDS_PER_DAY = 86_400
AT_A_TIME = 500_000
LARGEST = "LARGEST"


def open_orders() -> OrderSource:
    """Order lines as the plugin reads them."""
    numbered = {"order": "order_number"} if "order" in REQUIRED else {}
    return DjangoModelSource(OrderLine, columns={**COLUMNS, **numbered})


def fill_table(*, path: str, largest: int) -> dict[str, int]:
    """Create all tables and put the lines of a file in, in the order in which they were placed, up to yesterday.

    Beside them one company with the most lines a company has.
    """
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    lines = _placed(load_lines(path))
    extra = _placed(synthetic_company(largest).assign(customer_key=LARGEST))
    index = OrderLine._meta.indexes[0]
    with connection.schema_editor() as editor:
        editor.remove_index(OrderLine, index)
    for frame in (lines, extra):
        copy_lines(frame)
    with connection.schema_editor() as editor:
        editor.add_index(OrderLine, index)
    with connection.cursor() as cursor:
        cursor.execute(f"vacuum analyze {OrderLine._meta.db_table}")
        cursor.execute("select pg_table_size(%s), pg_relation_size(%s)", [OrderLine._meta.db_table, index.name])
        table, by_customer = cursor.fetchone()
    return {"lines": len(lines) + len(extra), "table_bytes": table, "index_bytes": by_customer}


def copy_lines(lines: pd.DataFrame) -> None:
    """Put canonical lines into the table."""
    fields = "customer, order_number, ordered_at, sku, category, quantity, line_total"
    with connection.cursor() as cursor:
        for start in range(0, len(lines), AT_A_TIME):
            part = lines.iloc[start : start + AT_A_TIME]
            customer = part["customer_key"].astype("str")
            rows = pd.DataFrame(
                {
                    "customer": customer,
                    "order_number": customer + "-" + part["day"].astype("str"),
                    "ordered_at": pd.to_datetime(part["day"].astype("int64") * SECONDS_PER_DAY + 36_000, unit="s"),
                    "sku": part["sku"],
                    "category": part["category"],
                    "quantity": part["quantity"] // 1000,
                    "line_total": part["value"] / 100,
                }
            )
            with cursor.copy(f"copy {OrderLine._meta.db_table} ({fields}) from stdin (format csv)") as copy:
                copy.write(rows.to_csv(index=False, header=False, float_format="%.2f"))


def _placed(lines: pd.DataFrame) -> pd.DataFrame:
    yesterday = (datetime.now(UTC).date() - date(1970, 1, 1)).days - 1
    moved = lines.assign(day=(lines["day"] + (yesterday - (FIRST_DAY + DAYS - 1))).astype("int32"))
    return moved.sort_values(["day", "customer_key"], kind="stable", ignore_index=True)
