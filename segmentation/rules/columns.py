"""Tests of one column. Each is true or false and never unknown: where there is no value, it is false."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, F
from django.db.models.sql.compiler import SQLCompiler

from segmentation.models.among import BETWEEN
from segmentation.models.folding import FOLD, fold
from segmentation.rules.rows import TestedQuery


@dataclass(frozen=True, slots=True)
class Test:
    """Something asked of a column: SQL in which {c} stands for it, and its parameters, on each database."""

    postgresql: str
    params: tuple[Any, ...] = ()
    sqlite: str = ""
    """Empty where it is the same."""
    sqlite_params: tuple[Any, ...] = ()

    def __or__(self, other: Test) -> Test:
        return Test(
            f"({self.postgresql} OR {other.postgresql})",
            (*self.params, *other.params),
            f"({self.sqlite or self.postgresql} OR {other.sqlite or other.postgresql})",
            (*(self.sqlite_params or self.params), *(other.sqlite_params or other.params)),
        )

    def on(self, vendor: str) -> tuple[str, tuple[Any, ...]]:
        if vendor == "sqlite" and self.sqlite:
            return self.sqlite, self.sqlite_params
        return self.postgresql, self.params


class ColumnTest(Expression):
    """A test of the column at a path, for `filter`; false where the column holds nothing."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, path: str, test: Test) -> None:
        super().__init__()
        self.column: Any = F(path)
        self.test = test

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        (self.column,) = exprs

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, _ = compiler.compile(self.column)
        test, params = self.test.on(connection.vendor)
        kept = tuple(connection.ops.adapt_datefield_value(one) if isinstance(one, date) else one for one in params)
        asked = test.replace("{c}", column)
        # A column of the table itself that is never empty needs no look whether it is: many conditions ask of such.
        is_there = self.column.alias == compiler.query.base_table and not self.column.target.null
        sql = f"({asked})" if is_there else f"({column} IS NOT NULL AND {asked})"
        if isinstance(compiler.query, TestedQuery):
            compiler.query.column_tests.setdefault(self.column.alias, []).append((sql, kept))
        return sql, kept


class Always(Expression):
    """True or false for everybody: what is asked of a dimension of which nothing is kept yet."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, *, holds: bool) -> None:
        super().__init__()
        self.holds = holds

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        return ("(1 = 1)" if self.holds else "(1 = 0)"), ()


def compared(sign: str, value: Any) -> Test:
    """At least, at most, more, less or exactly this; `sign` is SQL."""
    return Test(f"{{c}} {sign} %s", (value,))


def between(first: Any, last: Any) -> Test:
    return Test("{c} BETWEEN %s AND %s", (first, last))


def among(values: Sequence[str], column: str = "{c}") -> Test:
    """One of these texts, in one parameter however many there are."""
    if len(values) == 1:
        return Test(f"{column} = %s", (values[0],), f"{column} = %s", (values[0],))
    joined = (BETWEEN.join(values), BETWEEN)
    return Test(
        f"{column} = ANY(string_to_array(%s, %s))",
        joined,
        f"{column} IN (SELECT value FROM json_each(%s))",  # noqa: S608 - a column's name
        (json.dumps(values),),
    )


def filled_and_not_among(values: Sequence[str]) -> Test:
    test = _reversed(among(values))
    return Test(
        f"({{c}} <> '' AND {test.postgresql})", test.params, f"({{c}} <> '' AND {test.sqlite})", test.sqlite_params
    )


def starts_with(texts: Sequence[str]) -> Test:
    """Starts with one of these: a look among those of each length, so that hundreds cost as much as one."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for text in texts:
        by_length[len(text)].append(text)
    test: Test | None = None
    for length, alike in sorted(by_length.items()):
        postgresql = among(alike, f"left({{c}}, {length})")
        sqlite = among(alike, f"substr({{c}}, 1, {length})")
        one = Test(postgresql.postgresql, postgresql.params, sqlite.sqlite, sqlite.sqlite_params)
        test = one if test is None else test | one
    assert test is not None  # noqa: S101 - an empty list is refused when a rule is read
    return test


def contains(texts: Sequence[str]) -> Test:
    """Holds one of these anywhere, without regard to capitals."""
    patterns = BETWEEN.join(f"%{_plain(text)}%" for text in texts)
    return Test(
        "lower({c}) LIKE ANY(string_to_array(lower(%s), %s))",
        (patterns, BETWEEN),
        f"EXISTS(SELECT 1 FROM json_each(%s) WHERE instr({FOLD}({{c}}), value) > 0)",  # noqa: S608 - a constant
        (json.dumps([fold(text) for text in texts]),),
    )


def holds_any(keys: Sequence[str]) -> Test:
    """Among choices that stand between bars is one of these."""
    patterns = BETWEEN.join(f"%|{_plain(key)}|%" for key in keys)
    return Test(
        "{c} LIKE ANY(string_to_array(%s, %s))",
        (patterns, BETWEEN),
        "EXISTS(SELECT 1 FROM json_each(%s) WHERE instr({c}, value) > 0)",
        (json.dumps([f"|{key}|" for key in keys]),),
    )


def holds_none(keys: Sequence[str]) -> Test:
    return _reversed(holds_any(keys))


def holds_all(keys: Sequence[str]) -> Test:
    patterns = BETWEEN.join(f"%|{_plain(key)}|%" for key in keys)
    return Test(
        "{c} LIKE ALL(string_to_array(%s, %s))",
        (patterns, BETWEEN),
        "NOT EXISTS(SELECT 1 FROM json_each(%s) WHERE instr({c}, value) = 0)",
        (json.dumps([f"|{key}|" for key in keys]),),
    )


IS_KNOWN = Test("{c} IS NOT NULL")
IS_FILLED = Test("{c} <> ''")
"""For texts: an empty one is as good as none."""
IS_YES = Test("{c}")
IS_NO = Test("NOT {c}")


def _reversed(test: Test) -> Test:
    return Test(f"NOT ({test.postgresql})", test.params, f"NOT ({test.sqlite})", test.sqlite_params)


def _plain(text: str) -> str:
    """The text in a pattern, where it stands for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
