from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from segmentation.tables.write import FORMULA_STARTS, write_csv, write_xlsx

ROW = ["A-1", 'Ærø & Søn; "Ltd"', Decimal("12.50"), date(2026, 5, 1), None, -3]


def test_csv_begins_with_the_mark_that_excel_needs() -> None:
    assert "".join(write_csv(["number", "name"], [["1", "Ærø"]])) == "\ufeffnumber,name\r\n1,Ærø\r\n"


def test_csv_reads_back_as_written() -> None:
    text = "".join(write_csv(["a", "b", "c", "d", "e", "f"], [ROW]))

    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1] == [
        "A-1",
        'Ærø & Søn; "Ltd"',
        "12.50",
        "2026-05-01",
        "",
        "-3",
    ]


def test_csv_is_written_a_row_at_a_time() -> None:
    read = []

    def rows() -> object:
        for number in range(3):
            read.append(number)
            yield [number]

    lines = write_csv(["n"], rows())  # type: ignore[arg-type]
    next(lines)
    next(lines)

    assert read == [0]


@pytest.mark.parametrize("text", ["=1+1", "+45 1234", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_looks_like_a_formula_is_quoted_in_csv(text: str) -> None:
    written = "".join(write_csv(["name"], [[text]])).removeprefix("\ufeff")

    assert list(csv.reader(io.StringIO(written, newline="")))[1] == [f"'{text}"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=4))
def test_no_text_is_ever_a_formula(texts: list[str]) -> None:
    written = "".join(write_csv(["x"] * len(texts), [texts])).removeprefix("\ufeff")
    cells = list(csv.reader(io.StringIO(written, newline="")))[1]

    assert [cell for cell in cells if cell.startswith(FORMULA_STARTS)] == []
    assert [cell.removeprefix("'") for cell in cells] == [text.removeprefix("'") for text in texts]


def test_workbook_keeps_kinds_and_holds_no_formula() -> None:
    file = io.BytesIO()
    moment = datetime(2026, 5, 1, 8, 30, tzinfo=UTC)

    write_xlsx(file, ["name", "value", "day", "at"], [["=1+1", 2.5, date(2026, 5, 1), moment]], title="Big [buyers]")

    sheet = load_workbook(file).active
    assert sheet is not None
    assert sheet.title == "Big  buyers"
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [
        ("=1+1", "s"),
        (2.5, "n"),
        (datetime(2026, 5, 1), "d"),  # noqa: DTZ001
        (datetime(2026, 5, 1, 8, 30), "d"),  # noqa: DTZ001
    ]
