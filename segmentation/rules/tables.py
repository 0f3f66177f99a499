"""Which tables a statement reads to answer conditions about all companies, or about a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from segmentation.rules.columns import among
from segmentation.rules.compiled import ATTRIBUTES, NAMES, PROFILES, Compiled
from segmentation.rules.rows import RowTest, spelled

MOST_TESTS = 20
"""More tests than these are not worth making before a table is joined."""
MOST_ROWS = 8
"""A table is joined once a row that is asked about, up to so many; above, once for all."""

Part = tuple[str, Sequence[Any]]


def from_companies(
    compiled: Iterable[Compiled], *, using: str, customer_keys: Sequence[str] | None = None
) -> tuple[str, list[Any]]:
    """FROM and WHERE: all companies or these, with their attributes and what the conditions ask of other tables."""
    connection, compiled = connections[using], list(compiled)
    tests = {column: test for one in compiled for column, test in one.row_tests.items()}
    if customer_keys is None:
        parts = [_profiles(connection, _attribute_tests(compiled)), *_joins_of_all(tests.values())]
    else:
        these = _these(customer_keys, "customer_key", connection=connection)
        parts = [_profiles(connection, None), *_joins_of_few(tests.values(), these)]
        which, keys = _these(customer_keys, f"{PROFILES}.customer_key", connection=connection)
        parts.append((f"WHERE {which}", keys))
    return " ".join(sql for sql, _ in parts), [param for _, params in parts for param in params]


def _profiles(connection: BaseDatabaseWrapper, only: Part | None) -> Part:
    profiles, attributes = (f"{connection.ops.quote_name(table)} AS {name}" for table, name in NAMES.items())
    test, params = (f" AND {only[0]}", only[1]) if only else ("", ())
    joined = f"{PROFILES}.customer_key = {ATTRIBUTES}.customer_key{test}"
    return f"FROM {profiles} LEFT JOIN {attributes} ON ({joined})", params


def _attribute_tests(compiled: Iterable[Compiled]) -> Part | None:
    """What makes a company's attributes worth joining; None for anything."""
    tests = list(dict.fromkeys(test for one in compiled for test in one.of_attributes))
    if not tests or len(tests) > MOST_TESTS:
        return None
    return f"({' OR '.join(sql for sql, _ in tests)})", [param for _, params in tests for param in params]


def _joins_of_all(tests: Iterable[RowTest]) -> Iterable[Part]:
    """A join a row that is asked about, of those that pass a test; where a company may have several, of one each."""
    by_row: dict[str, dict[str, list[RowTest]]] = defaultdict(lambda: defaultdict(list))
    for test in tests:
        by_row[test.table][test.row].append(test)
    for table, rows in by_row.items():
        together = {"": [test for some in rows.values() for test in some]}
        for row, some in (rows if len(rows) <= MOST_ROWS else together).items():
            which = " OR ".join(f"({test.sql})" for test in some)
            yield _join(table, some, (which, [param for test in some for param in test.params]), is_single=bool(row))


def _joins_of_few(tests: Iterable[RowTest], these: Part) -> Iterable[Part]:
    """A join a table, of the rows of these companies."""
    by_table: dict[str, list[RowTest]] = defaultdict(list)
    for test in tests:
        by_table[test.table].append(test)
    for table, some in by_table.items():
        yield _join(table, some, these, is_single=False)


def _join(table: str, tests: Sequence[RowTest], which: Part, *, is_single: bool) -> Part:
    answers = [f"CASE WHEN {test.sql} THEN 1 ELSE 0 END" for test in tests]
    grouped = "" if is_single else " GROUP BY customer_key"
    columns = ", ".join(
        f"{answer if is_single else f'max({answer})'} AS {test.column}"
        for answer, test in zip(answers, tests, strict=True)
    )
    name = f"of_{tests[0].column}"
    rows = f"SELECT customer_key, {columns} FROM {table} WHERE {which[0]}{grouped}"  # noqa: S608 - nobody's text
    params = [param for test in tests for param in test.params]
    return f"LEFT JOIN ({rows}) AS {name} ON ({PROFILES}.customer_key = {name}.customer_key)", [*params, *which[1]]


def _these(customer_keys: Sequence[str], column: str, *, connection: BaseDatabaseWrapper) -> Part:
    return spelled(*among(customer_keys, column).on(connection.vendor), connection=connection)
