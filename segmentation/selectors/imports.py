from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from segmentation.contracts import CustomerLabel
from segmentation.dimension import Dimension, Kind
from segmentation.models import AttributeImport, AttributeImportError
from segmentation.registry import dimensions
from segmentation.selectors.attributes import AttributeValue
from segmentation.selectors.customer_labels import label_customers
from segmentation.values.stored import value_of

ERRORS_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPreview:
    """What storing one column would come to."""

    name: str
    dimension: Dimension
    values: int
    changes: int
    withstood: int
    problems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRow:
    row: int
    customer: CustomerLabel
    values: Sequence[AttributeValue]
    """As they would be read once stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    source: AttributeImport
    columns: Sequence[ColumnPreview]
    sample: Sequence[SampleRow]
    problems: Sequence[AttributeImportError]
    """The first of them: of the look through before it is stored, of the storing after."""
    more_problems: int
    can_mend: bool
    """Whether the rows with something wrong can be had back."""


def imports_without_files() -> QuerySet[AttributeImport]:
    """All imports, the latest first, without the files that some still hold."""
    return AttributeImport.objects.select_related("actor").defer("packed")


def read_import_page(import_id: int) -> ImportPage | None:
    """One import with all that is known of it, or None."""
    source = imports_without_files().filter(pk=import_id).first()
    if source is None:
        return None
    preview = source.preview
    columns = [
        ColumnPreview(**{**column, "dimension": dimensions.get(column["dimension"])})
        for column in preview.get("columns", ())
        if column["dimension"] in dimensions
    ]
    problems, total = _problems(source)
    return ImportPage(
        source=source,
        columns=columns,
        sample=_sample(preview),
        problems=problems,
        more_problems=total - len(problems),
        can_mend=source.rest.exists(),
    )


def rows_to_mend(source: AttributeImport) -> Iterator[Sequence[str]]:
    """The rows with something wrong as they were sent, and what it is in a last cell; part by part."""
    width = len(source.header)
    for part in source.rest.order_by("pk").iterator(chunk_size=1):
        for cells, wrong in part.rows:
            yield [*cells[:width], *[""] * (width - len(cells)), wrong]


def assigned(source: AttributeImport) -> Sequence[tuple[int, str, str, str]]:
    """Place, name, first value of each column, and what it is assigned to; empty for what is left out."""
    cells = [*source.example, *[""] * len(source.header)]
    return [(at, name, cells[at], source.mapping.get(name, "")) for at, name in enumerate(source.header) if name]


def _problems(source: AttributeImport) -> tuple[list[AttributeImportError], int]:
    if source.state in {source.State.RUNNING, source.State.FINISHED} or source.problems:
        return list(source.errors.all()[:ERRORS_LENGTH]), source.problems
    shown = [
        AttributeImportError(row=row, column=column, value=value, message=message)
        for row, column, value, message in source.preview.get("shown", ())
    ]
    return shown, source.preview.get("problems", 0)


def _sample(preview: Mapping[str, Any]) -> list[SampleRow]:
    names = [column["dimension"] for column in preview.get("columns", ())]
    rows = preview.get("sample", ())
    labels = label_customers([row["customer"] for row in rows])
    return [
        SampleRow(
            row=row["row"],
            customer=labels[row["customer"]],
            values=[
                AttributeValue(dimension=dimension, value=_value(dimension, stored))
                for name, stored in zip(names, row["values"], strict=True)
                if name in dimensions
                for dimension in [dimensions.get(name)]
            ],
        )
        for row in rows
    ]


def _value(dimension: Dimension, stored: Any) -> Any:
    if dimension.kind is Kind.DATE and stored is not None:
        return date.fromisoformat(stored)
    return value_of(dimension, stored)
