"""A database of its own for the measurements, and what PostgreSQL says of it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg

HOST_SETTINGS = "tests.benchmarks.host.settings"
BOOKKEEPING = ("segmentation_run%", "segmentation_shard%", "segmentation_outbox%", "segmentation_statistics%")
"""Tables in which a run notes how it goes; all others hold results."""


@contextlib.contextmanager
def own_database(server_url: str) -> Iterator[str]:
    """The URL of a new database on this server; dropped afterwards."""
    name = f"buyclass_bench_{os.getpid()}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def count_rows_written(connection: psycopg.Connection) -> dict[str, int]:
    """Rows inserted, updated and deleted in the plugin's tables so far: results, and notes on the run."""
    rows = connection.execute(
        "select relname like any(%s) as bookkeeping, sum(n_tup_ins + n_tup_upd + n_tup_del)"
        " from pg_stat_user_tables where relname like 'segmentation%%' group by 1",
        [list(BOOKKEEPING)],
    ).fetchall()
    written = {bool(bookkeeping): int(count) for bookkeeping, count in rows}
    return {"results": written.get(False, 0), "notes": written.get(True, 0)}


def describe_server(server_url: str) -> dict[str, str]:
    """Version and the settings that matter."""
    with psycopg.connect(server_url) as connection:
        asked = ("server_version", "shared_buffers", "work_mem", "fsync", "synchronous_commit", "jit")
        return {name: connection.execute(f"show {name}").fetchone()[0] for name in asked}
