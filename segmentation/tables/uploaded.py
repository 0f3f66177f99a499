"""Short lists that people upload beside a form: the first column of a CSV or Excel file."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.core.files.uploadedfile import UploadedFile

from segmentation.tables.read import UploadError, read_rows, too_large

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000


def read_first_column(file: UploadedFile, *, heads: Collection[str] = ()) -> Sequence[tuple[int, str]]:
    """What stands in the first column with its row in the file, without a heading among `heads`; raises UploadError."""
    if (file.size or 0) > MOST_BYTES:
        raise UploadError(too_large(MOST_BYTES))
    rows = read_rows(file.read(), most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    values = [(row.number, row.cells[0]) for row in rows if row.cells[0]]
    return values[1:] if values and values[0][1].casefold() in heads else values
