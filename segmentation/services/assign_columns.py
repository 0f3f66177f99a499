from __future__ import annotations

from functools import partial

from django.db import connections, router, transaction

from segmentation.dimension import Dimension
from segmentation.models import AttributeColumn
from segmentation.models.attribute_columns import fresh_here
from segmentation.models.attributes import COLUMN_KINDS, COLUMN_OF_KIND
from segmentation.registry import dimensions


class NoColumnLeftError(Exception):
    """All columns of a sort are given out."""

    def __init__(self, dimension: Dimension, sort: str) -> None:
        count = COLUMN_KINDS[sort][0]
        super().__init__(
            f"All {count} columns for values of the kind {dimension.kind.value!r} are taken, so none is left for the "
            f"dimension {dimension.key!r}. Raise the count in COLUMN_KINDS and make a migration, or do without one."
        )


@transaction.atomic
def assign_columns() -> list[str]:
    """Give every declared attribute a column, in the order of the registry; brings back the dimensions that got one.

    A column once given stays with its dimension, also while nobody declares it.
    """
    _hold()
    taken = dict(AttributeColumn.objects.values_list("dimension", "column"))
    given: list[AttributeColumn] = []
    used = set(taken.values())
    for dimension in dimensions:
        if dimension.is_attribute and dimension.key not in taken:
            column = _next_column(dimension, used)
            used.add(column)
            given.append(AttributeColumn(dimension=dimension.key, column=column, kind=dimension.kind.value))
    fresh = {row.dimension for row in given}
    if fresh:
        fresh_here().update(fresh)
        AttributeColumn.objects.bulk_create(given)
        transaction.on_commit(partial(fresh_here().difference_update, fresh))
    return sorted(fresh)


def _hold() -> None:
    """Two that give out columns wait for each other; on SQLite a transaction that writes does so anyway."""
    connection = connections[router.db_for_write(AttributeColumn)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(AttributeColumn._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _next_column(dimension: Dimension, used: set[str]) -> str:
    sort = COLUMN_OF_KIND[dimension.kind]
    names = (f"{sort}_{place:02}" for place in range(1, COLUMN_KINDS[sort][0] + 1))
    column = next((name for name in names if name not in used), None)
    if column is None:
        raise NoColumnLeftError(dimension, sort)
    return column
