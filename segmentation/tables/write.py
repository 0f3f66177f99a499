"""Tables out: CSV that Excel opens rightly, and XLSX. No cell is ever read as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

Cell = str | int | float | Decimal | bool | date | datetime | None

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the machine."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_XLSX_ROWS = 100_000
"""A workbook is written whole before the first byte leaves; longer tables are for CSV."""


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The table line by line, header first, as comma-separated text."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([harmless(cell) for cell in header])
    for row in rows:
        yield writer.writerow([harmless(_plain(cell)) for cell in row])


def write_xlsx(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> None:
    """The table as a workbook of one sheet, the header kept in sight."""
    # openpyxl takes a second to import, and hardly a request needs it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=_sheet_title(title))
    sheet.freeze_panes = "A2"

    def cells(row: Sequence[Cell]) -> Iterator[Any]:
        for value in row:
            cell = WriteOnlyCell(sheet, value=_typed(value))
            if isinstance(value, str):
                cell.data_type = "s"
            yield cell

    sheet.append(cells(header))
    for row in rows:
        sheet.append(cells(row))
    book.save(file)


def harmless(cell: Cell) -> Cell:
    """The cell with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")[:16]
    return cell.isoformat() if isinstance(cell, date) else cell


def _typed(cell: Cell) -> Cell:
    """Spreadsheets know no time zones, and refuse what cannot be seen."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    return "".join(sign for sign in cell if sign >= " " or sign in "\t\n") if isinstance(cell, str) else cell


def _sheet_title(title: str) -> str:
    return "".join(" " if sign in r"[]:*?/\'" else sign for sign in title)[:31].strip() or "1"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line
