"""Which tables a statement reads to answer conditions about all companies, or about a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from segmentation.rules.columns import among
from segmentation.rules.compiled import ATTRIBUTES, NAMES, PROFILES, Compiled
from segmentation.rules.rows import GROUP, ROWS, RowTest, spelled

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
    for (table, is_total), own in _by_table(tests).items():
        passing = [_passing(test, alone=len(own) == 1) for test in own]
        answers = dict.fromkeys((test.column for test in tests), NO_ANSWER)
        answers |= {test.column: _answer(sql) for test, (sql, _) in zip(own, passing, strict=True)}
        columns = ", ".join(f"{answer} AS {column}" for column, answer in answers.items())
        which = " OR ".join(f"({test.sql})" for test in own)
        grouped = f" GROUP BY {GROUP} HAVING {' OR '.join(sql for sql, _ in passing)}" if is_total else ""
        selects.append(f"SELECT customer_key, {columns} FROM {table} AS {ROWS} WHERE {which}{grouped}")  # noqa: S608 - nobody's text
        of_passing = [param for _, some in passing for param in some]
        params += [*of_passing, *(param for test in own for param in test.params), *(of_passing if is_total else ())]
    best = ", ".join(f"max({test.column}) AS {test.column}" for test in tests)
    rows = f"SELECT customer_key, {best} FROM ({' UNION ALL '.join(selects)}) AS r GROUP BY customer_key"  # noqa: S608
    yield _joined(rows, "rows_of"), params


def _join_few(tests: Collection[RowTest], these: Part) -> Iterable[Part]:
    """A join a table and way to test it, of these companies' rows: what costs is the length of the statement."""
    which, keys = these
    for at, ((table, is_total), own) in enumerate(_by_table(tests).items()):
        passing = [_passing(test, alone=False) for test in own]
        answers = {test.column: _answer(sql) for test, (sql, _) in zip(own, passing, strict=True)}
        rows = f"{table} AS {ROWS} WHERE {which}"
        if is_total:
            columns = ", ".join(f"{answer} AS {column}" for column, answer in answers.items())
            rows = f"(SELECT customer_key, {columns} FROM {rows} GROUP BY {GROUP}) AS totals"  # noqa: S608 - nobody's text
            answers = {column: column for column in answers}
        best = ", ".join(f"max({answer}) AS {column}" for column, answer in answers.items())
        rows = f"SELECT customer_key, {best} FROM {rows} GROUP BY customer_key"  # noqa: S608
        yield _joined(rows, f"rows_of_{at}"), [*(param for _, some in passing for param in some), *keys]


def _by_table(tests: Iterable[RowTest]) -> Mapping[tuple[str, bool], list[RowTest]]:
    """The tests by table, those of single rows and those of what rows come to apart."""
    by_table: dict[tuple[str, bool], list[RowTest]] = defaultdict(list)
    for test in tests:
        by_table[test.table, bool(test.total)].append(test)
    return by_table


def _joined(rows: str, name: str) -> str:
    return f"LEFT JOIN ({rows}) AS {name} ON ({PROFILES}.customer_key = {name}.customer_key)"


def _passing(test: RowTest, *, alone: bool) -> Part:
    """What passes a test; where it stands alone, of rows that pass all of them there."""
    if not test.total:
        return test.sql, test.params
    if alone:
        return f"{test.total} >= {test.least:d}", ()
    return f"{test.total} FILTER (WHERE {test.sql}) >= {test.least:d}", test.params


def _answer(passing: str) -> str:
    return f"CASE WHEN {passing} THEN 1 END"


def _these(customer_keys: Sequence[str], column: str, *, connection: BaseDatabaseWrapper) -> Part:
    return spelled(*among(customer_keys, column).on(connection.vendor), connection=connection)
