"""Large tables as people send them, CSV or XLSX: bounded before they are read, and then row by row as texts."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from segmentation.tables.write import FORMULA_STARTS

SEPARATORS = ",;\t"
MOST_COLUMNS = 300
MOST_PARTS = 1_000
MOST_UNPACKED = 10
"""Times the size of the largest file, is what a workbook may unpack to; a real one of that size rarely takes five."""
MOST_RATIO = 200
"""Real sheets are packed to a tenth or a twentieth."""
SMALL_PART = 1024**2
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
THREE_DECIMALS = re.compile(r"-?\d+\.\d{3}")


class UploadError(ValueError):
    """A file cannot be read; the message says why, for who sent it."""


class Row(NamedTuple):
    number: int
    """As a spreadsheet counts: the header is row 1."""
    cells: Sequence[str]
    """Without blanks around them; as many as there are columns, or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    header: Sequence[str]
    """The columns' names, each once; empty for a column without one."""
    rows: Iterator[Row]
    """Those that hold anything; raises UploadError on the way where the file cannot be read any further."""


def read_rows(content: bytes, *, most_bytes: int, most_rows: int) -> Iterator[Row]:
    """The rows of a file that hold anything; raises UploadError, on the way where it can be read no further."""
    return _bounded(_open(content, most_bytes=most_bytes), most_rows=most_rows)


def read_table(content: bytes, *, most_bytes: int, most_rows: int) -> Table:
    """The table in a file, of which the first row that holds anything names the columns. Raises UploadError."""
    rows = _open(content, most_bytes=most_bytes)
    first = next(rows, None)
    if first is None:
        raise UploadError(_("The file is empty."))
    header = list(first.cells)
    while header and not header[-1]:
        header.pop()
    _check_header(header)
    return Table(header=header, rows=_fitted(_bounded(rows, most_rows=most_rows), width=len(header)))


def _open(content: bytes, *, most_bytes: int) -> Iterator[Row]:
    """Of a workbook the first sheet is read, and of a formula the value it had when it was saved: nothing is run."""
    if len(content) > most_bytes:
        raise UploadError(too_large(most_bytes))
    if content.startswith(b"PK\x03\x04"):
        _refuse_bombs(content, most_bytes=most_bytes * MOST_UNPACKED)
        return _filled(_xlsx_rows(content))
    return _filled(_csv_rows(_decode(content)))


def too_large(most_bytes: int) -> str:
    """What is said of a file of more bytes."""
    return _("The file is too large: at most %(megabytes)d MB.") % {"megabytes": max(most_bytes // 10**6, 1)}


def _check_header(header: Sequence[str]) -> None:
    if len(header) > MOST_COLUMNS:
        raise UploadError(_("The file has more than %(columns)d columns.") % {"columns": MOST_COLUMNS})
    named = [name.casefold() for name in header if name]
    twice = next((name for name in header if name and named.count(name.casefold()) > 1), None)
    if twice is not None:
        raise UploadError(_("The column “%(column)s” is there twice.") % {"column": twice})


def _filled(rows: Iterator[Sequence[str]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=1):
        if any(cells):
            yield Row(number, cells)


def _bounded(rows: Iterator[Row], *, most_rows: int) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        if count > most_rows:
            raise UploadError(_("The file has too many rows: at most %(rows)d.") % {"rows": most_rows})
        yield row


def _fitted(rows: Iterator[Row], *, width: int) -> Iterator[Row]:
    for row in rows:
        cells = list(row.cells)
        while len(cells) > width and not cells[-1]:
            cells.pop()
        yield Row(row.number, cells + [""] * (width - len(cells)))


def _decode(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UploadError(_("This is neither a CSV nor an Excel file."))
    return text


def _csv_rows(text: str) -> Iterator[Sequence[str]]:
    start, separator = 0, ""
    if said := SEPARATOR_LINE.match(text):
        start, separator = said.end(), said[1]
    if not separator:
        first = re.search(r"[^\r\n]*\S[^\r\n]*", text)
        separator = max(SEPARATORS, key=first[0].count) if first else ","
    _refuse_open_quotation(text, start, separator)
    rows = csv.reader(_lines(text, start), delimiter=separator)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise UploadError(
                _("Line %(line)d of the file cannot be split into columns.") % {"line": rows.line_num}
            ) from error
        if row is None:
            return
        yield [_unmarked(cell.strip()) for cell in row]


def _unmarked(cell: str) -> str:
    """The cell without the apostrophe that `tables.write` puts before what looks like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


def _lines(text: str, start: int) -> io.StringIO:
    lines = io.StringIO(text, newline="")
    lines.seek(start)
    return lines


def _refuse_open_quotation(text: str, start: int, separator: str) -> None:
    """A quotation that never ends would swallow the rest of the file without a word."""
    if text.count('"') % 2 == 0:
        return
    rows = csv.reader(_lines(text, start), delimiter=separator, strict=True)
    line = 1
    try:
        for _row in rows:
            line = rows.line_num + 1
    except csv.Error as error:
        raise UploadError(
            _("A quotation mark in line %(line)d of the file is opened and never closed.") % {"line": line}
        ) from error


def _refuse_bombs(content: bytes, *, most_bytes: int) -> None:
    """A workbook is packed, and a small file can unpack to more than there is memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = book.infolist()
    except zipfile.BadZipFile as error:
        raise UploadError(_("This Excel file cannot be read.")) from error
    swollen = any(
        part.file_size > SMALL_PART and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts
    )
    if swollen or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most_bytes:
        raise UploadError(_("The file is too large once it is unpacked."))


def _xlsx_rows(content: bytes) -> Iterator[Sequence[str]]:
    # openpyxl takes a second to import, and hardly a request needs it.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What the file says of its own size is not to be trusted, and would be filled up with empty cells.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
            yield [_text(cell) for cell in row]
    except Exception as error:
        raise UploadError(_("This Excel file cannot be read.")) from error


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, float) and not cell.is_integer():
        text = repr(cell)
        # So that it cannot be taken for thousands.
        return f"{text}0" if THREE_DECIMALS.fullmatch(text) else text
    return str(int(cell)) if isinstance(cell, float) else str(cell).strip()
