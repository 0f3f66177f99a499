"""The rows of an import, some thousand at a time: whose they are, what they say, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

import pandas as pd
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.dimension import Dimension
from segmentation.models import AttributeImport
from segmentation.models.imports import VALUE_LENGTH
from segmentation.registry import dimensions
from segmentation.selectors.known_companies import KnownCustomers
from segmentation.services.attribute_changes import Objects
from segmentation.services.store_attributes import AT_A_TIME
from segmentation.tables.read import Row, Table, UploadError, read_table
from segmentation.values.columns import parse_column, signs_of_style, style_from
from segmentation.values.headers import CUSTOMER
from segmentation.values.style import Style


class Problem(NamedTuple):
    row: int
    column: str
    value: str
    message: str


class Chosen(NamedTuple):
    """A column of the file that is stored."""

    place: int
    name: str
    dimension: Dimension
    style: Style


@dataclass(slots=True, kw_only=True)
class Part:
    """Some rows: those of companies, sorted by key, with what they say as it is stored; and all that is wrong."""

    read: int
    rows: list[Row]
    keys: list[str]
    fresh: dict[str, Objects]
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0
    """Rows of which nothing is stored."""
    unknown: int = 0
    """Of these, rows of nobody."""
    to_mend: list[tuple[list[str], str]] = field(default_factory=list)


def open_table(source: AttributeImport) -> Table:
    """The file of an import, from its beginning."""
    content = source.content
    if content is None:
        raise UploadError(_("The file is no longer there."))
    return read_table(content, most_bytes=conf.get("IMPORT_BYTES"), most_rows=conf.get("IMPORT_ROWS"))


def chosen_columns(source: AttributeImport) -> list[Chosen]:
    """The columns that are stored; what was declared no longer is left out."""
    return [
        Chosen(place, name, dimension, style_from(dimension, source.signs.get(name, ())))
        for place, name in enumerate(source.header)
        if (key := source.mapping.get(name)) and key != CUSTOMER and key in dimensions
        for dimension in [dimensions.get(key)]
    ]


def read_signs(source: AttributeImport) -> tuple[int, dict[str, list[Any]]]:
    """How many rows there are, and what each column shows of how its numbers or days are written."""
    columns = chosen_columns(source)
    signs: dict[str, set[Any]] = {column.name: set() for column in columns}
    count = 0
    rows = open_table(source).rows
    while part := list(islice(rows, AT_A_TIME)):
        count += len(part)
        for column in columns:
            texts = pd.Series([row.cells[column.place] for row in part], dtype="object")
            signs[column.name] |= signs_of_style(column.dimension, texts)
    return count, {name: sorted(found) for name, found in signs.items() if found}


def read_parts(source: AttributeImport) -> Iterator[Part]:
    """The whole file, part by part."""
    columns, customers, seen = chosen_columns(source), KnownCustomers(), dict[str, int]()
    whose = next(place for place, name in enumerate(source.header) if source.mapping.get(name) == CUSTOMER)
    rows = open_table(source).rows
    while part := list(islice(rows, AT_A_TIME)):
        yield _part(part, columns, header=source.header, whose=whose, customers=customers, seen=seen)


def _part(
    rows: list[Row],
    columns: list[Chosen],
    *,
    header: list[str],
    whose: int,
    customers: KnownCustomers,
    seen: dict[str, int],
) -> Part:
    known = customers.among([row.cells[whose] for row in rows])
    part = Part(read=len(rows), rows=[], keys=[], fresh={})
    wrong: dict[int, list[str]] = {}
    for row in rows:
        key = row.cells[whose]
        message = ""
        if len(row.cells) > len(header):
            message = _("The row has more cells than there are columns.")
        elif not key:
            message = _("The row does not say whose it is.")
        elif key not in known:
            message = _("There is no customer with this number.")
            part.unknown += 1
        elif key in seen:
            message = _("The customer stands in row %(row)d already.") % {"row": seen[key]}
        else:
            seen[key] = row.number
            part.rows.append(row)
            continue
        part.refused += 1
        part.problems.append(Problem(row.number, header[whose], key[:VALUE_LENGTH], message))
        wrong[row.number] = [message]
    part.rows.sort(key=lambda row: row.cells[whose])
    part.keys = [row.cells[whose] for row in part.rows]
    for column in columns:
        texts = pd.Series([row.cells[column.place] or None for row in part.rows], dtype="object")
        parsed = parse_column(column.dimension, texts, column.style)
        part.fresh[column.dimension.key] = parsed.stored
        for at, message in parsed.problems.items():
            row = part.rows[at]
            part.problems.append(Problem(row.number, column.name, row.cells[column.place][:VALUE_LENGTH], message))
            wrong.setdefault(row.number, []).append(f"{column.name}: {message}")
    part.problems.sort(key=lambda problem: problem.row)
    part.to_mend = [(list(row.cells), " ".join(wrong[row.number])) for row in rows if row.number in wrong]
    return part
