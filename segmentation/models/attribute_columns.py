from __future__ import annotations

from segmentation.models.attributes import AttributeColumn

_known: dict[str, str] = {}


def column_path(dimension_key: str) -> str | None:
    """Path from a profile to the column that keeps this dimension's values; None while nobody's value is known.

    A column is given once and for good, so what was found is kept at hand.
    """
    if dimension_key not in _known:
        _known.update(AttributeColumn.objects.values_list("dimension", "column"))
    column = _known.get(dimension_key)
    return f"attributes__{column}" if column else None


def forget_columns() -> None:
    """For tests, whose databases forget as well."""
    _known.clear()
