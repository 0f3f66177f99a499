"""Three ways to bring the rows of a query out of PostgreSQL as Arrow columns, texts as the codes of a dictionary."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.csv
from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.psycopg_any import errors, is_psycopg3

TEXT = pa.dictionary(pa.int32(), pa.large_string())
logger = logging.getLogger(__name__)

DriverError: type[Exception] = errors.Error
"""What psycopg itself raises; Django does not see what happens within a COPY."""
BULK_SETTINGS: Mapping[str, str] = {
    "jit": "off",
    # A range of customers is far more rows than the planner believes, and the lines of one are everywhere in a table
    # that is kept in the order of time: one scan and hashing is what such a query takes.
    "enable_nestloop": "off",
    "work_mem": "64MB",
}
SETTINGS_OF_A_SESSION = ("TimeZone", "search_path")
CSV_BYTES = 32 * 1024**2
NOT_FOR_LIBPQ = frozenset(
    {"context", "cursor_factory", "row_factory", "prepare_threshold", "autocommit", "client_encoding"}
)


def fetch(connection: BaseDatabaseWrapper, sql: str, schema: pa.Schema) -> pa.Table:
    """Over Django's connection, row by row; quickest for a few thousand rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.table(
        [_encode(pa.array(values, _plain(part.type))) for values, part in zip(columns, schema, strict=True)], schema
    )


def copy(connection: BaseDatabaseWrapper, sql: str, schema: pa.Schema) -> pa.Table:
    """Over Django's connection by COPY, so it sees what the transaction itself wrote."""
    with bulk_settings(connection), connection.cursor() as cursor:
        tables = [_parse_csv(part, schema) for part in _copy_out(cursor, f"COPY ({sql}) TO STDOUT (FORMAT csv)")]
    return pa.concat_tables([schema.empty_table(), *tables])


def stream(connection: BaseDatabaseWrapper, sql: str, schema: pa.Schema) -> pa.Table:
    """Over a connection of its own through ADBC, which is fastest; sees only what is committed."""
    from adbc_driver_postgresql import dbapi  # type: ignore[import-untyped]

    with connection.cursor() as cursor:
        kept = {name: _setting(cursor, name) for name in SETTINGS_OF_A_SESSION}
        role = _setting(cursor, "role")
    try:
        opened = dbapi.connect(_conninfo(connection))
    except dbapi.Error:
        # Without the error's own words, which might tell how to connect.
        logger.warning("No other connection could be opened, so orders are read over Django's own.")
        return copy(connection, sql, schema)
    try:
        with opened as other, other.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            for name, value in {**kept, **BULK_SETTINGS, "role": role}.items():
                cursor.execute(f"SELECT set_config('{name}', {_quoted(value)}, true)")
                cursor.fetchall()
            cursor.execute(sql)
            # Batch by batch, so that the texts themselves are never there all at once.
            batches = [
                pa.table([_encode(column) for column in batch.columns], schema) for batch in cursor.fetch_record_batch()
            ]
    except dbapi.Error as error:
        raise DatabaseError(str(error)) from error
    return pa.concat_tables([schema.empty_table(), *batches])


@contextmanager
def bulk_settings(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The planner told, while something is read, that much is read. Rolled back, which takes the settings along."""
    with transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            cursor.execute("; ".join(f"SET LOCAL {name} = '{value}'" for name, value in BULK_SETTINGS.items()))
        yield
        transaction.set_rollback(True, using=connection.alias)


def _copy_out(cursor: Any, statement: str) -> Iterator[bytes]:
    """Whole rows, some megabytes at a time."""
    buffer = io.BytesIO()
    if not is_psycopg3:
        cursor.copy_expert(statement, buffer)
        yield buffer.getvalue()
        return
    with cursor.copy(statement) as rows:
        for row in rows:
            if buffer.write(row) and buffer.tell() > CSV_BYTES:
                yield buffer.getvalue()
                buffer = io.BytesIO()
    yield buffer.getvalue()


def _parse_csv(text: bytes, schema: pa.Schema) -> pa.Table:
    if not text:
        return schema.empty_table()
    return pyarrow.csv.read_csv(
        pa.BufferReader(text),
        read_options=pyarrow.csv.ReadOptions(column_names=schema.names, use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=schema, null_values=[""], true_values=["t"], false_values=["f"]
        ),
    ).cast(schema)


def _encode(column: pa.Array) -> pa.Array:
    return column.cast(pa.large_string()).dictionary_encode() if _is_text(column.type) else column


def _plain(kind: pa.DataType) -> pa.DataType:
    return pa.large_string() if pa.types.is_dictionary(kind) else kind


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _conninfo(connection: BaseDatabaseWrapper) -> str:
    """What Django itself would connect with, as libpq writes it. Holds the password: for no log and no message."""
    parameters = {
        name: str(value)
        for name, value in connection.get_connection_params().items()
        if value is not None and name not in NOT_FOR_LIBPQ and isinstance(value, str | int)
    }
    return " ".join(f"{name}={_escaped(value)}" for name, value in parameters.items())


def _escaped(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _setting(cursor: Any, name: str) -> str:
    cursor.execute("SELECT current_setting(%s)", [name])
    return str(cursor.fetchone()[0])


def filled_in(connection: BaseDatabaseWrapper, statement: str, parameters: Sequence[Any]) -> str:
    """Finished SQL, with every parameter written as PostgreSQL's driver writes it."""
    operations: Any = connection.ops
    return str(operations.compose_sql(statement, parameters))


def schema_of(texts: Sequence[str], flags: Sequence[str]) -> pa.Schema:
    """The canonical columns as every way of reading gives them."""
    numbers = [("day", pa.int32()), ("quantity", pa.int64()), ("value", pa.int64())]
    return pa.schema([*((name, TEXT) for name in texts), *numbers, *((name, pa.bool_()) for name in flags)])
