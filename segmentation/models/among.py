from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler

BETWEEN = "\x1f"
"""Between keys that are sent as one text; no key that a person could read has it."""


class Among(In):
    """Whether a key is one of many, for `filter`: on PostgreSQL in one parameter, however many there are.

    The client of PostgreSQL works on every parameter, which costs more than the query from some thousand on.
    """

    lookup_name = "among"

    def __init__(self, field: str, keys: Sequence[str]) -> None:
        super().__init__(F(field), list(keys))

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Sequence[Any]]:
        """One array, put together by the database."""
        column, params = self.process_lhs(compiler, connection)
        keys = list(self.rhs)
        if any(BETWEEN in key for key in keys):
            return f"{column} = ANY(%s)", [*params, keys]
        return f"{column} = ANY(string_to_array(%s, %s))", [*params, BETWEEN.join(keys), BETWEEN]
