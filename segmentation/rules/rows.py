"""Questions about other rows of a company: what it bought, how it buys in a category, which segments it is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Exists, Expression, F, Model, OuterRef, Q
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

ROWS = "t"
"""What a table is called in the tests of its rows: many tests name it often."""


GROUP = f"{ROWS}.customer_key, {ROWS}.kind, {ROWS}.item"
"""By which rows are added up, where they are."""


@dataclass(frozen=True)
class RowTest:
    """A test of the rows of a table, as SQL; `column` is where its answer stands, NULL where no row passes."""

    table: str
    sql: str
    """It calls the table `ROWS`."""
    params: tuple[Any, ...]
    total: str = ""
    """What the rows of a `GROUP` that pass have to come to, in SQL; empty where one that passes is enough."""
    least: int = 0

    @cached_property
    def column(self) -> str:
        return (
            "r"
            + blake2b(
                repr((self.table, self.sql, self.params, self.total, self.least)).encode(), digest_size=6
            ).hexdigest()
        )


class TestedQuery(Query):
    """A query that gathers what is asked of other tables, so that each is read once for all questions.

    Asked one by one they are as many subqueries, and the database takes longer to plan those than to answer them.
    """

    def __init__(self, model: type[Model]) -> None:
        super().__init__(model)
        self.row_tests: dict[str, RowTest] = {}
        self.column_tests: dict[str, list[tuple[str, tuple[Any, ...]]]] = {}
        """By table, the tests of plain columns: rows that pass none might as well not be there."""

    def ask(self, test: RowTest) -> tuple[str, tuple[Any, ...]]:
        """SQL that is true where the test has an answer."""
        self.row_tests[test.column] = test
        return f"({test.column} IS NOT NULL)", ()


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
        table, sql, params = _of_rows(self.model, self.condition, connection=connection)
        return compiler.query.ask(RowTest(table, *spelled(sql, params, connection=connection)))


class HasTotal(Expression):
    """Whether a company's rows of one `GROUP` come to at least so much, of those in this table that pass the condition.

    `total` is what they come to, in SQL. All companies are looked up at once, or the one that is named.
    """

    conditional = True
    output_field = BooleanField()

    def __init__(
        self, model: type[Model], condition: Q, *, total: str, least: int, customer_key: str | None = None
    ) -> None:
        super().__init__()
        self.key: Any = F("pk")
        self.model, self.total, self.least = model, total, least
        self.condition = condition if customer_key is None else condition & Q(customer_key=customer_key)

    def get_source_expressions(self) -> list[Any]:
        return [self.key]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        (self.key,) = exprs

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        table, sql, params = _of_rows(self.model, self.condition, connection=connection)
        if isinstance(compiler.query, TestedQuery):
            test = RowTest(table, *spelled(sql, params, connection=connection), total=self.total, least=self.least)
            return compiler.query.ask(test)
        key, _ = compiler.compile(self.key)
        found = f"SELECT {ROWS}.customer_key FROM {table} AS {ROWS} WHERE {sql}"  # noqa: S608 - nobody's text
        return f"{key} IN ({found} GROUP BY {GROUP} HAVING {self.total} >= {self.least:d})", params


def _of_rows(model: type[Model], condition: Q, *, connection: BaseDatabaseWrapper) -> tuple[str, str, tuple[Any, ...]]:
    """The model's table, and the condition as SQL that calls it `ROWS`."""
    query = Query(model)
    query.get_initial_alias()
    sql, params = query.get_compiler(connection=connection).compile(condition.resolve_expression(query))
    table = connection.ops.quote_name(model._meta.db_table)
    return table, sql.replace(f"{table}.", f"{ROWS}."), tuple(params)


def spelled(sql: str, params: Sequence[Any], *, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
    """The SQL with its parameters spelled out where the client of the database would do so at every execution."""
    if connection.vendor == "postgresql" and params:
        operations: Any = connection.ops
        return operations.compose_sql(sql, tuple(params)), ()
    return sql, tuple(params)
