"""Order lines from any Django model, by a column map."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
from django.conf import settings
from django.core.exceptions import EmptyResultSet, FieldError, ValidationError
from django.db import connections, router
from django.db.models import Count, DecimalField, Expression, F, Model, Q, QuerySet
from django.db.models.expressions import Col

from segmentation.contracts import CustomerRange, OrderSource
from segmentation.sources.canonical import LineRules, join_frames
from segmentation.sources.columns import ALIASES, detect_columns
from segmentation.sources.combined import CombinedSource
from segmentation.sources.frame_hash import hash_frame, hash_texts
from segmentation.sources.postgres_sql import FEW_CUSTOMERS, Route, StoredColumn, can_turn, kind_of
from segmentation.sources.raw_lines import to_canonical

if TYPE_CHECKING:
    from segmentation.sources.postgres import PostgresLines

PREFIX = "buyclass_"
"""Before the name of an annotation, so that it never meets a field's name."""
CUSTOMER = f"{PREFIX}customer"
CUSTOMERS_AT_A_TIME = 500


class DjangoModelSource:
    """Reads a model of order lines, whatever its fields are called.

    `columns` maps what a line says (customer, order, ordered_at, sku, quantity, unit_price or line_total, category,
    ...) to a field path or an expression. PostgreSQL turns its rows into canonical columns itself; on any other
    database, and where a field is of a kind that only Python can read, rows come through the ORM. Both give the same.
    `route` is for measuring and for a database whose rows have to come in one certain way.

        DjangoModelSource(
            OrderLine,
            columns={"customer": "order__company_id", "line_total": F("price") * F("quantity"), ...},
            filters=~Q(order__state="cancelled"),
        )
    """

    def __init__(
        self,
        model: type[Model],
        *,
        columns: Mapping[str, str | Expression | F],
        filters: Q | Mapping[str, Any] | None = None,
        rules: LineRules | None = None,
        using: str | None = None,
        route: Route = "best",
    ) -> None:
        unknown = sorted(set(columns) - set(ALIASES))
        if unknown:
            raise ValueError(f"An order line says nothing of {', '.join(unknown)}; it may say {', '.join(ALIASES)}.")
        self.model = model
        self.columns = {name: F(path) if isinstance(path, str) else path for name, path in columns.items()}
        self.filters = filters if isinstance(filters, Q) else Q(**(filters or {}))
        self.rules = rules or LineRules()
        self.using = using
        self.route = route
        self._names = detect_columns(list(columns), {name: name if name in columns else "" for name in ALIASES})

    def __add__(self, other: OrderSource) -> CombinedSource:
        return CombinedSource(self, other)

    def customer_keys(self) -> Sequence[str]:
        """Every customer of the model, sorted."""
        keys = self._lines("customer").values_list(CUSTOMER, flat=True).order_by().distinct()
        return sorted(key for key in map(str, keys) if key.strip())

    def line_counts(self) -> pd.Series:
        """Lines of each customer, in one query."""
        lines = self._lines("customer").values(CUSTOMER).order_by().annotate(**{f"{PREFIX}lines": Count("*")})
        counts = {str(key): count for key, count in lines.values_list(CUSTOMER, f"{PREFIX}lines")}
        return pd.Series({key: counts[key] for key in sorted(counts) if key.strip()}, dtype="int64")

    def read(self, customer_keys: Sequence[str] | None = None) -> pd.DataFrame:
        """All lines of these customers, or of everybody, in one query."""
        if customer_keys is None:
            return self.read_range(CustomerRange())
        keys = self._possible(customer_keys)
        if (fast := self._on_postgres(keys)) is not None:
            return fast.read(customers=None, few=len(keys) <= FEW_CUSTOMERS, route=self.route)
        return self._read_by_orm(keys)

    def read_range(self, customers: CustomerRange, *, without: Collection[str] = ()) -> pd.DataFrame:
        """All lines of neighbours by key, in one pass over the table."""
        if (fast := self._on_postgres()) is not None:
            return fast.read(customers=customers, without=without, few=False, route=self.route)
        left_out = set(without)
        return self._read_by_orm([key for key in self.customer_keys() if key in customers and key not in left_out])

    def fingerprints(self, customers: CustomerRange | Sequence[str]) -> pd.Series:
        """Taken by PostgreSQL where the lines are; elsewhere the lines are read for it."""
        keys = None if isinstance(customers, CustomerRange) else self._possible(customers)
        if (fast := self._on_postgres(keys)) is not None:
            return fast.fingerprints(customers=customers if isinstance(customers, CustomerRange) else None)
        if keys is None:
            keys = [key for key in self.customer_keys() if key in customers]
        parts = [hash_frame(self._read_by_orm(keys[at : at + CUSTOMERS_AT_A_TIME])) for at in _starts(keys)]
        texts = {str(key): hash_texts([text, repr(self._names)]) for part in parts for key, text in part.items()}
        return pd.Series({key: texts[key] for key in sorted(texts)}, dtype="str")

    def shards(self, size: int) -> Iterator[tuple[Sequence[str], pd.DataFrame]]:
        """`size` customers at a time, one query each."""
        keys = self.customer_keys()
        for start in range(0, len(keys), size):
            chunk = keys[start : start + size]
            yield chunk, self.read(chunk)

    def _lines(self, *names: str) -> QuerySet[Model]:
        """Lines that name a customer."""
        lines = self.model._default_manager.using(self.using).filter(self.filters)
        annotated = lines.annotate(**{f"{PREFIX}{name}": self.columns[name] for name in names})
        return cast("QuerySet[Model]", annotated.filter(**{f"{CUSTOMER}__isnull": False}).order_by())

    def _possible(self, customer_keys: Sequence[str]) -> list[str]:
        """The keys that may be in the column: one of whole numbers holds no others."""
        field = self._lines("customer").query.annotations[CUSTOMER].output_field

        def is_possible(key: str) -> bool:
            try:
                return str(field.to_python(key)) == key and "\0" not in key
            except ValidationError:
                return False

        return [key for key in dict.fromkeys(customer_keys) if is_possible(key)]

    def _read_by_orm(self, keys: Sequence[str]) -> pd.DataFrame:
        frames = [self._read_some_by_orm(keys[start : start + CUSTOMERS_AT_A_TIME]) for start in _starts(keys)]
        return join_frames(frames or [self._read_some_by_orm([])])

    def _read_some_by_orm(self, keys: Sequence[str]) -> pd.DataFrame:
        lines = self._lines(*self.columns).filter(**{f"{CUSTOMER}__in": list(keys)})
        rows = lines.values_list(*(f"{PREFIX}{name}" for name in self.columns))
        raw = pd.DataFrame.from_records(list(rows), columns=list(self.columns))
        return to_canonical(raw, self._names, rules=self.rules, stored=True).frame

    def _on_postgres(self, keys: Sequence[str] | None = None) -> PostgresLines | None:
        """The same lines as PostgreSQL gives them; None where only the ORM can read them."""
        connection = connections[self.using or router.db_for_read(self.model)]
        if self.route == "orm" or connection.vendor != "postgresql" or not settings.USE_TZ:
            return None
        # Not before, for a host on another database need not have PostgreSQL's driver.
        from segmentation.sources.postgres import PostgresLines
        from segmentation.sources.postgres_routes import filled_in

        lines = self._lines(*self.columns)
        if keys is not None:
            lines = lines.filter(**{f"{CUSTOMER}__in": list(keys)})
        stored = {name: _stored_column(name, lines.query.annotations[f"{PREFIX}{name}"]) for name in self.columns}
        known = {name: column for name, column in stored.items() if column is not None}
        if len(known) < len(stored) or not can_turn(known, self.rules):
            return None
        chosen = lines.values_list(*(f"{PREFIX}{name}" for name in self.columns))
        try:
            statement, parameters = chosen.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return None
        inner = filled_in(connection, statement, parameters)
        return PostgresLines(connection=connection, inner=inner, stored=known, chosen=self._names, rules=self.rules)


def _stored_column(name: str, annotation: Any) -> StoredColumn | None:
    try:
        kind = kind_of(annotation.output_field)
    except FieldError:
        return None
    # Only of a column itself is it known how many decimals it can have.
    column = annotation.target if isinstance(annotation, Col) else None
    decimals = column.decimal_places if isinstance(column, DecimalField) else None
    return None if kind is None else StoredColumn(sql=f's."{PREFIX}{name}"', kind=kind, decimals=decimals)


def _starts(keys: Sequence[str]) -> range:
    return range(0, len(keys), CUSTOMERS_AT_A_TIME)
