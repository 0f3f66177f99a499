"""Order lines from any Django model, by a column map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import pandas as pd
from django.db.models import Expression, F, Model, Q, QuerySet

from segmentation.contracts import OrderSource
from segmentation.sources.canonical import LineRules
from segmentation.sources.columns import ALIASES, detect_columns
from segmentation.sources.combined import CombinedSource
from segmentation.sources.raw_lines import to_canonical

PREFIX = "buyclass_"
"""Before the name of an annotation, so that it never meets a field's name."""


class DjangoModelSource:
    """Reads a model of order lines, whatever its fields are called.

    `columns` maps what a line says (customer, order, ordered_at, sku, quantity, unit_price or line_total, category,
    ...) to a field path or an expression. Every shard is one query.

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
    ) -> None:
        unknown = sorted(set(columns) - set(ALIASES))
        if unknown:
            raise ValueError(f"An order line says nothing of {', '.join(unknown)}; it may say {', '.join(ALIASES)}.")
        self.model = model
        self.columns = {name: F(path) if isinstance(path, str) else path for name, path in columns.items()}
        self.filters = filters if isinstance(filters, Q) else Q(**(filters or {}))
        self.rules = rules or LineRules()
        self.using = using
        self._names = detect_columns(list(columns), {name: name if name in columns else "" for name in ALIASES})

    def __add__(self, other: OrderSource) -> CombinedSource:
        return CombinedSource(self, other)

    def customer_keys(self) -> Sequence[str]:
        """Every customer of the model, sorted."""
        customer = f"{PREFIX}customer"
        keys = self._lines("customer").values_list(customer, flat=True).order_by().distinct()
        return sorted({str(key) for key in keys if key not in {None, ""}})

    def read(self, customer_keys: Sequence[str] | None = None) -> pd.DataFrame:
        """All lines of these customers, or of everybody, in one query."""
        lines = self._lines(*self.columns)
        if customer_keys is not None:
            lines = lines.filter(**{f"{PREFIX}customer__in": list(customer_keys)})
        rows = lines.order_by().values_list(*(f"{PREFIX}{name}" for name in self.columns))
        raw = pd.DataFrame.from_records(list(rows), columns=list(self.columns))
        return to_canonical(raw, self._names, rules=self.rules).frame

    def shards(self, size: int) -> Iterator[tuple[Sequence[str], pd.DataFrame]]:
        """`size` customers at a time, one query each."""
        keys = self.customer_keys()
        for start in range(0, len(keys), size):
            chunk = keys[start : start + size]
            yield chunk, self.read(chunk)

    def _lines(self, *names: str) -> QuerySet[Model]:
        lines = self.model._default_manager.using(self.using).filter(self.filters)
        annotated = lines.annotate(**{f"{PREFIX}{name}": self.columns[name] for name in names})
        return cast("QuerySet[Model]", annotated)
