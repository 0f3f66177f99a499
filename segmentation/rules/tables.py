"""Which tables a statement reads to answer conditions about all companies, or about a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from segmentation.rules.columns import among
from segmentation.rules.compiled import ATTRIBUTES, NAMES, PROFILES, Compiled
from segmentation.rules.rows import ROWS, RowTest, spelled

MOST_TESTS = 20
"""More tests than these are not worth making before a table is joined."""
NO_ANSWER = "CAST(NULL AS integer)"
Part = tuple[str, Sequence[Any]]


def from_companies(
    compiled: Iterable[Compiled], *, using: str, customer_keys: Sequence[str] | None = None
) -> tuple[str, list[Any]]:
    """FROM and WHERE: all companies or these, with their attributes and what the conditions ask of other tables."""
    connection, compiled = connections[using], list(compiled)
    tests = {column: test for one in compiled for column, test in one.row_tests.items()}
    if customer_keys is None:
        parts = [_profiles(connection, _attribute_tests(compiled)), *_join_all(tests.values())]
    else:
        these = _these(customer_keys, "customer_key", connection=connection)
        which, keys = _these(customer_keys, f"{PROFILES}.customer_key", connection=connection)
        parts = [_profiles(connection, None), *_join_few(tests.values(), these), (f"WHERE {which}", keys)]
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


def _join_all(tests: Collection[RowTest]) -> Iterable[Part]:
    """One join for all tables: of the rows that pass a test, one row a company.

    A database looks up every company once a join, which for a million of them costs more than reading the rows.
    """
    if not tests:
        return
    selects, params = [], []
    for table, own in _by_table(tests).items():
        answers = ", ".join(f"{_answer(test) if test in own else NO_ANSWER} AS {test.column}" for test in tests)
        asked = [param for test in own for param in test.params]
        which = " OR ".join(f"({test.sql})" for test in own)
        selects.append(f"SELECT customer_key, {answers} FROM {table} AS {ROWS} WHERE {which}")  # noqa: S608 - nobody's text
        params += [*asked, *asked]
    best = ", ".join(f"max({test.column}) AS {test.column}" for test in tests)
    rows = f"SELECT customer_key, {best} FROM ({' UNION ALL '.join(selects)}) AS r GROUP BY customer_key"  # noqa: S608
    yield _joined(rows, "rows_of"), params


def _join_few(tests: Collection[RowTest], these: Part) -> Iterable[Part]:
    """A join a table, of these companies' rows: what costs is the length of the statement."""
    which, some = these
    for at, (table, own) in enumerate(_by_table(tests).items()):
        best = ", ".join(f"max({_answer(test)}) AS {test.column}" for test in own)
        rows = f"SELECT customer_key, {best} FROM {table} AS {ROWS} WHERE {which} GROUP BY customer_key"  # noqa: S608
        yield _joined(rows, f"rows_of_{at}"), [*(param for test in own for param in test.params), *some]


def _by_table(tests: Iterable[RowTest]) -> Mapping[str, list[RowTest]]:
    by_table: dict[str, list[RowTest]] = defaultdict(list)
    for test in tests:
        by_table[test.table].append(test)
    return by_table


def _joined(rows: str, name: str) -> str:
    return f"LEFT JOIN ({rows}) AS {name} ON ({PROFILES}.customer_key = {name}.customer_key)"


def _answer(test: RowTest) -> str:
    return f"CASE WHEN {test.sql} THEN 1 END"


def _these(customer_keys: Sequence[str], column: str, *, connection: BaseDatabaseWrapper) -> Part:
    return spelled(*among(customer_keys, column).on(connection.vendor), connection=connection)
