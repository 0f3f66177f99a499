from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from shop.storefront.pages.quick_order.read_file import read_lines

TOO_LARGE = (
    "The file is 300.0\N{NO-BREAK SPACE}KB; the most we can take is 256.0\N{NO-BREAK SPACE}KB. Please split it up."
)


def upload(content: bytes, name: str = "order.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_dialect_reads_the_same(separator, line_end, mark):
    rows = [["SKU", "Quantity"], ["A-1", "2"], ["B-2", "3"]]
    content = mark + line_end.join(separator.join(row) for row in rows)

    assert read_lines(upload(content.encode())) == "A-1\t2\nB-2\t3"


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("A-1;2", "A-1\t2"),
        ("A-1", "A-1"),
        ("A-1 2\nB-2 3", "A-1 2\nB-2 3"),
        ("Name,Qty,Item Number\nChair,2,A-1", "A-1\t2"),
        ("Antal;Varenummer\n2;A-1", "A-1\t2"),
        ('"A-1";"2"\n', "A-1\t2"),
        (" A-1 ; 2 ;box", "A-1\t2\tbox"),
        ("A-1;2\n;;\n\nB-2;3", "A-1\t2\nB-2\t3"),
        ("item number\nA-1", "A-1"),
    ],
)
def test_rows_become_lines(content, lines):
    assert read_lines(upload(content.encode())) == lines


def test_old_excel_encoding_is_read():
    assert read_lines(upload("Stol-Ø;2".encode("cp1252"))) == "Stol-Ø\t2"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"A-1;2", "order.pdf", "This is not a file we can read. Save it as .csv, .txt, .tsv and try again."),
        (b"A-1\x00;2", "order.csv", "This is not a text file. In Excel, choose “Save as” and then CSV."),
        (b" \n ", "order.csv", "The file is empty."),
        (
            b"A" * 300 * 1024,
            "order.csv",
            TOO_LARGE,
        ),
        (
            b'A-1;"' + b"x" * 200_000,
            "order.csv",
            "We cannot make out the rows of this file. Save it as CSV and try again.",
        ),
    ],
    ids=["type", "binary", "empty", "size", "quotes"],
)
def test_other_files_are_refused_in_words(content, name, words):
    with pytest.raises(ValidationError) as refusal:
        read_lines(upload(content, name))

    assert refusal.value.messages == [words]
