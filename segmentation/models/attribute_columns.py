"""Which column of `CompanyAttributes` keeps which dimension. Looked up once a process; given out by a service."""

from __future__ import annotations

import threading

from segmentation.dimension import Dimension
from segmentation.models.attributes import AttributeColumn
from segmentation.registry import dimensions


class ColumnKindError(Exception):
    """A dimension is declared as another kind than the one its values were stored as."""

    def __init__(self, dimension: Dimension, stored_as: str) -> None:
        super().__init__(
            f"The dimension {dimension.key!r} is declared as {dimension.kind.value!r}, and its values are stored as "
            f"{stored_as!r}. Declare it as before, or give the new one another key."
        )


_columns: dict[str, tuple[str, str]] = {}
_uncommitted = threading.local()


def column_path(dimension_key: str) -> str | None:
    """Path from a company's profile to the column of a dimension; None while nobody's value is known.

    Raises ColumnKindError where the dimension has become of another kind than what is stored.
    """
    column = column_of(dimension_key)
    return None if column is None else f"attributes__{column}"


def column_of(dimension_key: str) -> str | None:
    """The column of `CompanyAttributes` that keeps a dimension, or None. One query a process, and one a miss."""
    found = _columns.get(dimension_key) or _read().get(dimension_key)
    if found is None:
        return None
    column, kind = found
    if dimension_key in dimensions and dimensions.get(dimension_key).kind != kind:
        raise ColumnKindError(dimensions.get(dimension_key), kind)
    return column


def columns_of() -> dict[str, str]:
    """Dimension -> column, of all declared dimensions that have one."""
    declared = [dimension.key for dimension in dimensions if dimension.is_attribute]
    known = _columns if all(key in _columns for key in declared) else _read()
    return {key: column for key in declared if key in known and (column := column_of(key)) is not None}


def forget_columns() -> None:
    """Look up anew from here on."""
    _columns.clear()
    fresh_here().clear()


def fresh_here() -> set[str]:
    """Dimensions whose column this thread gave out in a transaction that is not committed."""
    if not hasattr(_uncommitted, "dimensions"):
        _uncommitted.dimensions = set()
    fresh: set[str] = _uncommitted.dimensions
    return fresh


def _read() -> dict[str, tuple[str, str]]:
    rows = AttributeColumn.objects.values_list("dimension", "column", "kind")
    found = {dimension: (column, kind) for dimension, column, kind in rows}
    # What may still be rolled back is not remembered: the column could go to another dimension.
    _columns.update({key: held for key, held in found.items() if key not in fresh_here()})
    return found
