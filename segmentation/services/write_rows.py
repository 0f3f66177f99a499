"""Rows of a model written as one set: by COPY on PostgreSQL, elsewhere and for a few rows through the ORM.

Columns are named as the database names them (`segment_id`), and JSON comes as text. The rows are the same either way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.csv
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField, Model

COPY_FROM = 100
"""With fewer rows, the round trips of a staging table cost more than they save."""
ROWS_A_TIME = 50_000
STAGING = "segmentation_staging"


def insert_rows(model: type[Model], rows: pa.Table) -> None:
    """Add rows that are not there yet; the caller holds the locks that make sure of it."""
    if _copies(model, rows):
        copy_in(model, rows)
    elif rows.num_rows:
        create_in_bulk(model, rows)


def update_rows(model: type[Model], rows: pa.Table, *, unless_equal: str = "") -> None:
    """Overwrite the given columns of rows that are there, found by the primary key, which is among the columns.

    With `unless_equal`, only where that column says something else.
    """
    if _copies(model, rows):
        merge_in(model, rows, unless_equal=unless_equal)
    elif rows.num_rows:
        update_in_bulk(model, rows, unless_equal=unless_equal)


def delete_rows(model: type[Model], ids: Sequence[int]) -> None:
    """Delete by primary key, however many."""
    for start in range(0, len(ids), ROWS_A_TIME // 5):
        model._default_manager.filter(pk__in=ids[start : start + ROWS_A_TIME // 5]).delete()


def copy_in(model: type[Model], rows: pa.Table, *, table: str = "") -> None:
    """Append rows to the model's table, or to another of the same columns, by COPY. PostgreSQL only."""
    columns = ", ".join(_quote(model, name) for name in rows.column_names)
    target = _quote(model, table or model._meta.db_table)
    with (
        _connection(model).cursor() as cursor,
        cursor.copy(f"COPY {target} ({columns}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for part in rows.to_batches(max_chunksize=ROWS_A_TIME):
            text = BytesIO()
            # Texts are quoted and an absent value is not, which is how COPY tells "" from NULL.
            pyarrow.csv.write_csv(part, text, pyarrow.csv.WriteOptions(include_header=False))
            copy.write(text.getbuffer())


def merge_in(model: type[Model], rows: pa.Table, *, unless_equal: str = "") -> None:
    """Overwrite rows from a staging table that lives as long as the statement needs it. PostgreSQL only."""
    names = {name: _quote(model, name) for name in rows.column_names}
    key = names[_key(model)]
    given = ", ".join(f"{name} = fresh.{name}" for name in names.values() if name != key)
    differs = f" AND old.{names[unless_equal]} IS DISTINCT FROM fresh.{names[unless_equal]}" if unless_equal else ""
    table = _quote(model, model._meta.db_table)
    # Nothing in these texts comes from outside: they are names of our own models, quoted.
    staging = f"CREATE TEMP TABLE {STAGING} ON COMMIT DROP AS SELECT {', '.join(names.values())} FROM {table}"  # noqa: S608
    update = f"UPDATE {table} old SET {given} FROM {STAGING} fresh WHERE old.{key} = fresh.{key}{differs}"  # noqa: S608
    with _connection(model).cursor() as cursor:
        cursor.execute(f"{staging} WITH NO DATA")
        copy_in(model, rows, table=STAGING)
        cursor.execute(update)
        cursor.execute(f"DROP TABLE {STAGING}")


def create_in_bulk(model: type[Model], rows: pa.Table) -> None:
    """Add rows through the ORM."""
    records = _records(model, rows)
    while part := list(islice(records, ROWS_A_TIME // 10)):
        model._default_manager.bulk_create(_object(model, row) for row in part)


def update_in_bulk(model: type[Model], rows: pa.Table, *, unless_equal: str = "") -> None:
    """Overwrite the given columns through the ORM: whole rows as an upsert, single columns as an update."""
    key = _key(model)
    others = [name for name in rows.column_names if name != key]
    is_whole = {field.column for field in model._meta.concrete_fields} == set(rows.column_names)
    records = _records(model, rows)
    while part := list(islice(records, ROWS_A_TIME // 10)):
        if unless_equal:
            keys = [row[key] for row in part]
            stored = dict(model._default_manager.filter(pk__in=keys).values_list("pk", unless_equal))
            part = [row for row in part if stored[row[key]] != row[unless_equal]]
        objects = [_object(model, row) for row in part]
        if is_whole:
            model._default_manager.bulk_create(
                objects, update_conflicts=True, unique_fields=[key], update_fields=others
            )
        else:
            model._default_manager.bulk_update(objects, [_field_name(model, name) for name in others])


def _copies(model: type[Model], rows: pa.Table) -> bool:
    database = getattr(_connection(model), "Database", None)
    # psycopg 3 and not its forerunner, which copies in another way.
    return rows.num_rows >= COPY_FROM and hasattr(database, "Copy")


def _connection(model: type[Model]) -> BaseDatabaseWrapper:
    return connections[router.db_for_write(model)]


def _quote(model: type[Model], name: str) -> str:
    return str(_connection(model).ops.quote_name(name))


def _key(model: type[Model]) -> str:
    return str(model._meta.pk.column)


def _field_name(model: type[Model], column: str) -> str:
    return next(field.name for field in model._meta.concrete_fields if field.column == column)


def _object(model: type[Model], row: dict[str, Any]) -> Model:
    """The row as the model names its columns, which is not always as the database does."""
    attributes = {field.column: field.attname for field in model._meta.concrete_fields}
    return model(**{attributes[name]: value for name, value in row.items()})


def _records(model: type[Model], rows: pa.Table) -> Iterator[dict[str, Any]]:
    documents = [
        f.column for f in model._meta.concrete_fields if isinstance(f, JSONField) and f.column in rows.column_names
    ]
    for part in rows.to_batches(max_chunksize=ROWS_A_TIME // 10):
        for row in part.to_pylist():
            for name in documents:
                row[name] = json.loads(row[name])
            yield row
