"""Questions about other rows of a company: what it bought, how it buys in a category, which segments it is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, Model, OuterRef, Q
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler


@dataclass(frozen=True, slots=True)
class RowTest:
    """A test of the rows of a table, as SQL; `column` is where its answer stands, 1 where a row passes."""

    table: str
    row: str
    """What a company can have one row of at most, such as one product; empty where there may be more."""
    sql: str
    params: tuple[Any, ...]

    @property
    def column(self) -> str:
        return "r" + blake2b(repr((self.table, self.sql, self.params)).encode(), digest_size=8).hexdigest()


class TestedQuery(Query):
    """A query that gathers what is asked of other tables, so that each is read once for all questions.

    Asked one by one they are as many subqueries, and the database takes longer to plan those than to answer them.
    """

    def __init__(self, model: type[Model]) -> None:
        super().__init__(model)
        self.row_tests: dict[str, RowTest] = {}
        self.column_tests: dict[str, list[tuple[str, tuple[Any, ...]]]] = {}
        """By table, the tests of plain columns: rows that pass none might as well not be there."""


class HasRow(Exists):
    """Whether a company has a row in this table that passes the condition; no row is as good as a wrong one.

    `rows` says the same piece by piece, each of one row that a company can have.
    """

    def __init__(self, model: type[Model], condition: Q, *, rows: Mapping[str, Q] | None = None) -> None:
        self.model, self.rows = model, rows or {"": condition}
        super().__init__(model._default_manager.filter(condition, customer_key=OuterRef("pk")))

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        template: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[Any, ...]]:
        if not isinstance(compiler.query, TestedQuery):
            return super().as_sql(compiler, connection, template, **extra_context)
        tests = [self._test(row, condition, connection) for row, condition in self.rows.items()]
        compiler.query.row_tests.update((test.column, test) for test in tests)
        return f"({' OR '.join(f'COALESCE({test.column}, 0) = 1' for test in tests)})", ()

    def _test(self, row: str, condition: Q, connection: BaseDatabaseWrapper) -> RowTest:
        query = Query(self.model)
        query.get_initial_alias()
        sql, params = query.get_compiler(connection=connection).compile(condition.resolve_expression(query))
        table = connection.ops.quote_name(self.model._meta.db_table)
        return RowTest(table, row, *spelled(sql, params, connection=connection))


def spelled(sql: str, params: Sequence[Any], *, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
    """The SQL with its parameters spelled out where the client of the database would do so at every execution."""
    if connection.vendor == "postgresql" and params:
        operations: Any = connection.ops
        return operations.compose_sql(sql, tuple(params)), ()
    return sql, tuple(params)
