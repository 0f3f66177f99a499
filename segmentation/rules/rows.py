"""Questions about other rows of a company: what it bought, how it buys in a category, which segments it is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, Model, OuterRef, Q
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

ROWS = "t"
"""What a table is called in the tests of its rows: many tests name it often."""


@dataclass(frozen=True)
class RowTest:
    """A test of the rows of a table, as SQL; `column` is where its answer stands, NULL where no row passes."""

    table: str
    sql: str
    """It calls the table `ROWS`."""
    params: tuple[Any, ...]

    @cached_property
    def column(self) -> str:
        return "r" + blake2b(repr((self.table, self.sql, self.params)).encode(), digest_size=6).hexdigest()


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
    """Whether a company has a row in this table that passes the condition; no row is as good as a wrong one."""

    def __init__(self, model: type[Model], condition: Q) -> None:
        self.model, self.condition = model, condition
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
        query = Query(self.model)
        query.get_initial_alias()
        sql, params = query.get_compiler(connection=connection).compile(self.condition.resolve_expression(query))
        table = connection.ops.quote_name(self.model._meta.db_table)
        test = RowTest(table, *spelled(sql.replace(f"{table}.", f"{ROWS}."), params, connection=connection))
        compiler.query.row_tests[test.column] = test
        return f"({test.column} IS NOT NULL)", ()


def spelled(sql: str, params: Sequence[Any], *, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
    """The SQL with its parameters spelled out where the client of the database would do so at every execution."""
    if connection.vendor == "postgresql" and params:
        operations: Any = connection.ops
        return operations.compose_sql(sql, tuple(params)), ()
    return sql, tuple(params)
