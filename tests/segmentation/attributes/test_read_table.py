"""Tables as people send them are read as they look; what would swallow memory or rows without a word is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from segmentation.tables.read import Row, UploadError, read_table
from segmentation.tables.write import write_csv

LIMITS = {"most_bytes": 1_000_000, "most_rows": 1_000}


def read(content: bytes, **limits: int) -> tuple[list[str], list[Row]]:
    table = read_table(content, **(LIMITS | limits))
    return list(table.header), [Row(row.number, list(row.cells)) for row in table.rows]


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


EXPECTED = (["customer", "Ansatte"], [Row(2, ["10001", "12,5"]), Row(4, ["10002", "Ærø"])])


@pytest.mark.parametrize(
    "content",
    [
        "customer;Ansatte\n10001;12,5\n\n10002;Ærø\n".encode(),
        "\ufeffcustomer;Ansatte\r\n10001;12,5\r\n;\r\n10002; Ærø \r\n".encode(),
        "sep=;\ncustomer;Ansatte\n10001;12,5\n\n10002;Ærø".encode(),
        'customer,Ansatte\n10001,"12,5"\n\n10002,Ærø\n'.encode(),
        "customer\tAnsatte\n10001\t12,5\n\n10002\tÆrø\n".encode("utf-16"),
        "customer;Ansatte\n10001;12,5\n\n10002;Ærø\n".encode("cp1252"),
        "customer;Ansatte;;\n10001;12,5;;\n\n10002;Ærø;;\n".encode(),
        workbook(["customer", "Ansatte"], ["10001", "12,5"], [None], [10002, " Ærø "]),
    ],
    ids=["utf-8", "bom and crlf", "sep=", "comma", "utf-16 tab", "cp1252", "empty columns", "xlsx"],
)
def test_same_table_is_read_however_it_was_saved(content: bytes) -> None:
    assert read(content) == EXPECTED


def test_cells_of_a_workbook_are_read_by_what_they_are() -> None:
    cells = [7, 7.0, 7.25, 1.234, True, date(2024, 1, 31), datetime(2024, 1, 31, 8, 30), "=1+1", None]  # noqa: DTZ001

    _header, rows = read(workbook([f"c{n}" for n in range(9)], cells))

    # A formula that no spreadsheet has worked out yet has no value; it is never worked out here.
    expected = ["7", "7", "7.25", "1.2340", "true", "2024-01-31", "2024-01-31 08:30:00", "", ""]
    assert rows == [Row(2, expected)]


def test_rows_that_are_too_short_are_filled_up_and_longer_ones_are_kept_as_they_are() -> None:
    assert read(b"a,b\n1\n1,2,3\n") == (["a", "b"], [Row(2, ["1", ""]), Row(3, ["1", "2", "3"])])


def test_stray_quotation_mark_spoils_one_cell_and_not_the_rest() -> None:
    assert read(b'a,b\n"x"y,1\n"z",2\n') == (["a", "b"], [Row(2, ["xy", "1"]), Row(3, ["z", "2"])])


def test_what_was_written_to_be_opened_safely_is_read_as_it_was() -> None:
    content = "".join(write_csv(["a", "b"], [["-5", "=x"], ["+45 12", "'t Hof"]])).encode()

    assert read(content)[1] == [Row(2, ["-5", "=x"]), Row(3, ["+45 12", "'t Hof"])]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return file.getvalue()


def many_parts() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        for number in range(1_001):
            book.writestr(f"part{number}", b"")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (b"\x89PNG\0\0", "This is neither a CSV nor an Excel file."),
        (b"PK\x03\x04 and then nothing", "This Excel file cannot be read."),
        (bomb(), "The file is too large once it is unpacked."),
        (many_parts(), "The file is too large once it is unpacked."),
        (b"a" * 1_000_001, "The file is too large: at most 1 MB."),
        (b"a,b,A\n1,2,3\n", "The column “a” is there twice."),
        (b",".join(b"c%d" % n for n in range(301)), "The file has more than 300 columns."),
        (b'a,b\n1,2\n3,"4\n5,6\n', "A quotation mark in line 3 of the file is opened and never closed."),
        (b"a,b\n" + b"1,2\n" * 1_001, "The file has too many rows: at most 1000."),
        (b"a,b\n1," + b"x" * 140_000 + b"\n", "Line 2 of the file cannot be split into columns."),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(UploadError) as refused:
        read(content)

    assert str(refused.value) == why


def test_workbook_that_lies_about_its_size_is_read_by_what_it_holds() -> None:
    honest = workbook(["a", "b"], [1, 2])
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(honest)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part.filename, text.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))

    assert read(file.getvalue()) == (["a", "b"], [Row(2, ["1", "2"])])


def test_entities_of_a_workbook_are_never_unfolded() -> None:
    file = io.BytesIO()
    laughs = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(workbook(["a"], ["x"]))) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part.filename, laughs + text if part.filename.endswith("sheet1.xml") else text)

    with pytest.raises(UploadError, match="This Excel file cannot be read"):
        read(file.getvalue())
