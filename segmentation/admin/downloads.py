"""Tables to take away: CSV row by row as it is read, or a workbook where it is short enough for one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

from segmentation.tables.write import Cell, write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download_csv(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """The table as `<name>-<today>.csv`; rows are asked for while it is sent."""
    response = StreamingHttpResponse(write_csv(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(name)}.csv"'
    return response


def download_xlsx(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> FileResponse:
    """The table as `<name>-<today>.xlsx`, written whole: at most MOST_XLSX_ROWS rows, please."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_xlsx(file, header, rows, title=title)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_file_name(name)}.xlsx", content_type=XLSX)


def _file_name(name: str) -> str:
    return f"{name}-{timezone.localdate():%Y-%m-%d}"
