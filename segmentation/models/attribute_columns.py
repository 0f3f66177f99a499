from __future__ import annotations

from segmentation.models.attributes import AttributeColumn


def column_path(dimension_key: str) -> str | None:
    """Path from a profile to the column that keeps this dimension's values; None while nobody's value is known."""
    column = AttributeColumn.objects.filter(dimension=dimension_key).values_list("column", flat=True).first()
    return f"attributes__{column}" if column else None
