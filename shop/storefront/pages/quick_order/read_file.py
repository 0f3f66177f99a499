"""What a person uploads becomes lines of text like those they could have pasted."""

from __future__ import annotations

import csv
import io

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from shop.cart.lines_text import ITEM_HEADINGS

ALLOWED_TYPES = (".csv", ".txt", ".tsv")
MAX_BYTES = 256 * 1024
SEPARATORS = ";,\t|"

QUANTITY_HEADINGS = frozenset({"qty", "quantity", "amount", "antal"})
UNIT_HEADINGS = frozenset({"unit", "enhed"})


def read_lines(file: UploadedFile) -> str:
    """The rows of the file, one a line as item number, tab, quantity; raises ValidationError when it is not for us."""
    name = (file.name or "").lower()
    if not name.endswith(ALLOWED_TYPES):
        raise ValidationError(
            _("This is not a file we can read. Save it as %(types)s and try again.")
            % {"types": ", ".join(ALLOWED_TYPES)}
        )
    size = file.size or 0
    if size > MAX_BYTES:
        raise ValidationError(
            _("The file is %(size)s; the most we can take is %(most)s. Please split it up.")
            % {"size": filesizeformat(size), "most": filesizeformat(MAX_BYTES)}
        )
    text = _decode(file.read(MAX_BYTES + 1))
    if not text.strip():
        raise ValidationError(_("The file is empty."))
    return rows_to_lines(text)


def rows_to_lines(text: str) -> str:
    """Rows of a table, whatever their separator, quoting, line ends and heading, as lines of text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text), delimiter=_separator_of(text), skipinitialspace=True)
    try:
        rows = [[" ".join(cell.split()) for cell in row] for row in reader]
    except csv.Error as error:
        raise ValidationError(_("We cannot make out the rows of this file. Save it as CSV and try again.")) from error
    columns, has_heading = _columns(rows)
    lines = []
    for row in rows[1:] if has_heading else rows:
        cells = [row[column] if column < len(row) else "" for column in columns]
        if any(cells):
            lines.append("\t".join(cells).rstrip("\t"))
    return "\n".join(lines)


def _decode(content: bytes) -> str:
    """UTF-8 with or without its mark; what is not UTF-8 comes from an older Excel."""
    if b"\x00" in content:
        raise ValidationError(_("This is not a text file. In Excel, choose “Save as” and then CSV."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator_of(text: str) -> str:
    """The separator seen most often; a file with one column has none, and then any will do."""
    return max(SEPARATORS, key=text.count)


def _columns(rows: list[list[str]]) -> tuple[list[int], bool]:
    """Where item number, quantity and unit stand, and whether the first row only names the columns."""
    first = [cell.casefold() for cell in rows[0]] if rows else []
    if not ITEM_HEADINGS.intersection(first):
        return [0, 1, 2], False
    found = [
        next((position for position, cell in enumerate(first) if cell in headings), len(first))
        for headings in (ITEM_HEADINGS, QUANTITY_HEADINGS, UNIT_HEADINGS)
    ]
    return found, True
