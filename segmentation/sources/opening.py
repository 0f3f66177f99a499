"""One door to every kind of order file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from segmentation.sources.canonical import LineRules
from segmentation.sources.columns import parse_columns
from segmentation.sources.csv_file import CsvSource
from segmentation.sources.errors import SourceError
from segmentation.sources.files import FileLimits, FileSource
from segmentation.sources.parquet_file import ParquetSource

KINDS: Mapping[str, type[FileSource]] = {
    ".csv": CsvSource,
    ".tsv": CsvSource,
    ".txt": CsvSource,
    ".parquet": ParquetSource,
    ".pq": ParquetSource,
}


def open_source(
    path: str | Path,
    *,
    columns: str | Mapping[str, str] = "",
    rules: LineRules | None = None,
    limits: FileLimits | None = None,
) -> FileSource:
    """The orders of a file, chosen by how its name ends; raises SourceError where it cannot be used."""
    kind = KINDS.get(Path(path).suffix.lower())
    if kind is None:
        raise SourceError(
            _("%(path)s is not a kind of file that can be read.") % {"path": path},
            expected=_("a name that ends in %(endings)s") % {"endings": ", ".join(KINDS)},
        )
    chosen = parse_columns(columns) if isinstance(columns, str) else columns
    return kind(path, columns=chosen, rules=rules, limits=limits)
