"""What is known of a company, each value with where it comes from and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from segmentation.dimension import Dimension, Origin, Subject
from segmentation.models import AttributeBatch, CompanyAttributes, CustomerProfile
from segmentation.models.attribute_columns import columns_of
from segmentation.registry import dimensions
from segmentation.values.stored import value_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeValue:
    """One dimension of one company.

    value   a number, an amount as Decimal in whole units, a day, a key of a choice, a frozenset of them, a text, a
            truth; None for what is not known, and then there is no origin
    detail  which file or system it came from, where that was said
    at      when it became what it is
    """

    dimension: Dimension
    value: Any
    origin: Origin | None = None
    detail: str = ""
    at: datetime | None = None


def attributes_of(customer_key: str) -> list[AttributeValue]:
    """What is stated or derived of a company and known, in the order of the registry; two queries."""
    found = _stored(customer_key)
    return [found[dimension.key] for dimension in dimensions if dimension.key in found]


def every_value(customer_key: str) -> list[AttributeValue]:
    """Every dimension of a company, known or not, in the order of the registry; three queries."""
    found = _stored(customer_key) | _computed(customer_key)
    return [
        found.get(dimension.key) or AttributeValue(dimension=dimension, value=None)
        for dimension in dimensions
        if dimension.subject is Subject.COMPANY
    ]


def _stored(customer_key: str) -> dict[str, AttributeValue]:
    columns = columns_of()
    names = columns.values()
    row = CompanyAttributes.objects.filter(pk=customer_key).values("origins", *names).first() if columns else None
    if row is None:
        return {}
    known = {key: column for key, column in columns.items() if row[column] is not None}
    batches = AttributeBatch.objects.in_bulk({row["origins"].get(column) for column in known.values()} - {None})
    return {
        key: _with_origin(dimensions.get(key), row[column], batches.get(row["origins"].get(column)))
        for key, column in known.items()
    }


def _with_origin(dimension: Dimension, stored: Any, batch: AttributeBatch | None) -> AttributeValue:
    value = value_of(dimension, stored)
    if batch is None:
        return AttributeValue(dimension=dimension, value=value)
    return AttributeValue(
        dimension=dimension, value=value, origin=Origin(batch.origin), detail=batch.detail, at=batch.at
    )


def _computed(customer_key: str) -> dict[str, AttributeValue]:
    worked_out = [dimension for dimension in _of_companies() if dimension.column]
    columns = {dimension.column for dimension in worked_out}
    row = CustomerProfile.objects.filter(pk=customer_key).values("classified_at", *columns).first()
    if row is None:
        return {}
    return {
        dimension.key: AttributeValue(
            dimension=dimension,
            value=value_of(dimension, row[dimension.column]),
            origin=Origin.ORDERS,
            at=row["classified_at"],
        )
        for dimension in worked_out
        if row[dimension.column] not in (None, "")
    }


def _of_companies() -> Iterable[Dimension]:
    return (dimension for dimension in dimensions if dimension.subject is Subject.COMPANY)
