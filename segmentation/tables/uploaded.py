"""Small uploaded tables, CSV or XLSX, as rows of texts: lists of values, and lists of companies."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 20
MOST_CELL = 2_000


class UploadError(ValueError):
    """A file cannot be read; the message says why, for who sent it."""


def read_rows(file: UploadedFile) -> Sequence[Sequence[str]]:
    """The rows that hold anything, each cell without blanks around it; raises UploadError."""
    if (file.size or 0) > MOST_BYTES:
        raise UploadError(_("The file is too large: at most %(megabytes)d MB.") % {"megabytes": MOST_BYTES // 10**6})
    content = file.read()
    read = _xlsx_rows if content.startswith(b"PK\x03\x04") else _csv_rows
    rows = list(islice(_filled(read(content)), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise UploadError(_("The file has too many rows: at most %(rows)d.") % {"rows": MOST_ROWS})
    return rows


def read_first_column(file: UploadedFile, *, heads: Collection[str] = ()) -> Sequence[str]:
    """What stands in the first column, without a heading among `heads`."""
    values = [row[0] for row in read_rows(file) if row[0]]
    return values[1:] if values and values[0].casefold() in heads else values


def _filled(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[str]]:
    for row in rows:
        cells = [_text(cell)[:MOST_CELL].strip() for cell in row[:MOST_COLUMNS]]
        if any(cells):
            yield cells


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    # Numbers of articles come out of Excel as 1042.0.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _csv_rows(content: bytes) -> Iterator[Sequence[str]]:
    if b"\0" in content:
        raise UploadError(_("This is neither a CSV nor an Excel file."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UploadError(_("This file cannot be read as CSV.")) from error


def _xlsx_rows(content: bytes) -> Iterator[Sequence[Any]]:
    # openpyxl takes a second to import, and hardly a request needs it.
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > 20 * MOST_BYTES:
                raise UploadError(_("The file is too large once it is unpacked."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
    except UploadError:
        raise
    except Exception as error:
        raise UploadError(_("This Excel file cannot be read.")) from error
