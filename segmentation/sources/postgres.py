"""A model's order lines, read out of PostgreSQL without making Python objects of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from segmentation.contracts import CustomerRange
from segmentation.sources import postgres_routes as routes
from segmentation.sources import postgres_sql as sql
from segmentation.sources.canonical import LineRules, ReadLines, choose_lines, join_frames
from segmentation.sources.columns import ColumnMap
from segmentation.sources.committed import sees_all_orders_elsewhere
from segmentation.sources.errors import SourceError
from segmentation.sources.frame_hash import hash_texts
from segmentation.sources.raw_lines import other_currency, to_canonical
from segmentation.sources.texts import Texts

DOUBTED_AT_A_TIME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresLines:
    """The lines of one inner query, whose columns are known by what they mean."""

    connection: BaseDatabaseWrapper
    inner: str
    """Finished SQL, with nothing left to fill in."""
    stored: dict[str, sql.StoredColumn]
    chosen: ColumnMap
    rules: LineRules

    def read(
        self, *, customers: CustomerRange | None, without: Collection[str] = (), few: bool, route: sql.Route = "best"
    ) -> pd.DataFrame:
        """Canonical lines; raises SourceError that names every customer whose lines are not to be used."""
        selected = sql.canonical_columns(self.stored, self.chosen, self.rules)
        columns = ", ".join(f"{expression} AS {name}" for name, expression in selected.items())
        statement = f"SELECT {columns} FROM ({self.inner}) AS s WHERE {self._where(customers, without)}"  # noqa: S608
        schema = routes.schema_of(
            [name for name in sql.TEXTS if name in selected], [name for name in sql.FLAGS if name in selected]
        )
        try:
            table = self._route(few, route)(self.connection, statement, schema).unify_dictionaries().combine_chunks()
        except (DatabaseError, routes.DriverError, pa.ArrowException, OSError) as error:
            problem = _("The database could not give out the order lines: %(problem)s")
            raise SourceError(problem % {"problem": str(error).strip().splitlines()[0]}) from error
        lines, doubtful = _split(table)
        frame = choose_lines(lines, self.rules, refuse_currency=_refuse_currency(lines)).frame
        return join_frames([frame, self._judge(doubtful)]) if doubtful else frame

    def fingerprints(self, *, customers: CustomerRange | None) -> pd.Series:
        """Customer -> count and sum of the hashes of the lines."""
        seed = int(hash_texts([repr(self.chosen), repr(_facts(self.rules))])[:15], 16)
        hashed = sql.hash_of(self.stored, self.chosen, self.rules, seed)
        key = sql.as_text(self.stored["customer"])
        statement = (
            f"SELECT {key}, count(*) || ':' || sum({hashed}) FROM ({self.inner}) AS s "  # noqa: S608
            f"WHERE {self._where(customers, ())} GROUP BY 1"
        )
        found = dict(self._rows(statement, bulk=customers is not None))
        return pd.Series({key: found[key] for key in sorted(found) if key.strip()}, dtype="str")

    def _where(self, customers: CustomerRange | None, without: Collection[str]) -> str:
        customer = self.stored["customer"]
        parts = [f"{sql.as_text(customer)} <> ''"]
        if customers is not None:
            parts.append(sql.in_range(customer, customers, self._quote))
        if without:
            parts.append(f"{sql.as_text(customer)} <> ALL (ARRAY[{', '.join(map(self._quote, sorted(without)))}])")
        return " AND ".join(parts)

    def _route(self, few: bool, route: sql.Route) -> Callable[[BaseDatabaseWrapper, str, pa.Schema], pa.Table]:
        if route == "best" and few:
            return routes.fetch
        own = find_spec("adbc_driver_postgresql") and sees_all_orders_elsewhere(self.connection)
        return routes.stream if route == "adbc" or (route == "best" and own) else routes.copy

    def _judge(self, customers: Sequence[str]) -> pd.DataFrame:
        """The lines of customers who have a value that PostgreSQL was not to turn, read and judged by Python."""
        frames, refused, first = [], list[str](), None
        for start in range(0, len(customers), DOUBTED_AT_A_TIME):
            raw = self._written(customers[start : start + DOUBTED_AT_A_TIME])
            while len(raw):
                try:
                    frames.append(to_canonical(raw, self.chosen, rules=self.rules, stored=True).frame)
                    break
                except SourceError as error:
                    first = first or error
                    refused += error.customers
                    raw = raw[~raw["customer"].isin(list(error.customers))]
        if first is not None:
            raise first.about(refused)
        return join_frames(frames)

    def _written(self, customers: Sequence[str]) -> pd.DataFrame:
        """Every column as PostgreSQL writes it, whatever is in it: also infinity, which no Python date can hold."""
        columns = ", ".join(sql.written(column) for column in self.stored.values())
        keys = ", ".join(map(self._quote, customers))
        condition = f"{sql.as_text(self.stored['customer'])} = ANY (ARRAY[{keys}])"
        rows = self._rows(f"SELECT {columns} FROM ({self.inner}) AS s WHERE {condition}", bulk=False)  # noqa: S608
        return pd.DataFrame(list(rows), columns=list(self.stored))

    def _rows(self, statement: str, *, bulk: bool) -> Iterable[tuple[Any, ...]]:
        if bulk:
            with routes.bulk_settings(self.connection):
                return self._rows(statement, bulk=False)
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _quote(self, text: str) -> str:
        return routes.filled_in(self.connection, "%s", [text])


def _split(table: pa.Table) -> tuple[ReadLines, list[str]]:
    """The lines of those customers of whom everything could be turned, and the names of the others."""
    texts = {name: _texts(table.column(name)) for name in sql.TEXTS if name in table.column_names}
    customer = texts["customer"]
    doubted = np.zeros(table.num_rows, dtype=np.bool_)
    for name in ("day", "quantity", "value"):
        if table.column(name).null_count:
            doubted |= table.column(name).is_null().to_numpy()
    codes = np.unique(customer.codes[doubted])
    kept = np.flatnonzero(~np.isin(customer.codes, codes)) if len(codes) else slice(None)
    texts = {name: Texts(column.codes[kept], column.names) for name, column in texts.items()}
    lines = ReadLines(
        customer=texts.pop("customer"),
        sku=texts.pop("sku").changed(str.strip),
        category=texts.pop("category").changed(str.strip) if "category" in texts else None,
        day=_numbers(table.column("day"))[kept],
        quantity=_numbers(table.column("quantity"))[kept],
        value=_numbers(table.column("value"))[kept],
        flags={name: _numbers(table.column(name))[kept] for name in sql.FLAGS if name in table.column_names},
        **{name: column.changed(str.strip) for name, column in texts.items()},
    )
    return lines, sorted(customer.names[code] for code in codes)


def _texts(column: pa.ChunkedArray) -> Texts:
    array = column.combine_chunks()
    array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
    return Texts.of(array.indices.fill_null(-1).to_numpy(), array.dictionary.to_pylist())


def _numbers(column: pa.ChunkedArray) -> Any:
    return (column.fill_null(0) if column.null_count else column).to_numpy()


def _refuse_currency(lines: ReadLines) -> Any:
    def refuse(row: int, other: str, first: str) -> None:
        problem, expected = other_currency(other, first)
        customer = lines.customer.names[lines.customer.codes[row]]
        raise SourceError(problem, column="currency", expected=expected, customers=[customer])

    return refuse


def _facts(rules: LineRules) -> list[object]:
    """The rules in an order that does not differ from process to process."""
    sets = (rules.dropped_states, rules.other_skus, rules.negotiated, rules.standing)
    return [rules.time_zone.key, rules.minor_digits, rules.all_returns, *map(sorted, sets)]
