"""Order lines from a CSV file in UTF-8, separated by comma, semicolon or tab."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.csv
from django.utils.translation import gettext as _

from segmentation.sources.canonical import CanonicalOrders, LineRules
from segmentation.sources.columns import detect_columns
from segmentation.sources.errors import SourceError
from segmentation.sources.files import FileSource
from segmentation.sources.raw_lines import to_canonical

SEPARATORS = ",;\t"
FIRST_LINE = 2
"""Line of the first row, below the header."""
CHUNK = 1 << 20


class CsvSource(FileSource):
    """A CSV file whose first line names the columns. Numbers have a decimal point, dates are ISO 8601."""

    def _load(self, columns: Mapping[str, str], rules: LineRules) -> CanonicalOrders:
        try:
            header, separator = self._read_header()
            chosen = detect_columns(header, columns)
            names = sorted(set(chosen.read.values()))
            self._refuse_open_quotation(separator)
            table = pyarrow.csv.read_csv(
                self.path,
                # One thread, because only then does a row that cannot be split come with its number.
                read_options=pyarrow.csv.ReadOptions(use_threads=False),
                parse_options=pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=True),
                convert_options=pyarrow.csv.ConvertOptions(
                    include_columns=names,
                    column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.large_string())),
                ),
            )
        except UnicodeDecodeError as error:
            raise _not_utf8() from error
        except pa.ArrowInvalid as error:
            if "UTF8" in str(error):
                raise _not_utf8() from error
            line = re.search(r"Row #(\d+)", str(error))
            raise SourceError(
                _("The line cannot be split into columns."),
                line=int(line[1]) if line else None,
                expected=_("as many values as there are columns"),
            ) from error
        self._check_rows(table.num_rows)
        return to_canonical(table.unify_dictionaries().to_pandas(), chosen, rules=rules, first_line=FIRST_LINE)

    def _read_header(self) -> tuple[list[str], str]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline(CHUNK)
        if not line.strip() or "\0" in line:
            raise SourceError(_("The first line does not name any columns."), line=1, expected=_("a CSV file"))
        separator = max(SEPARATORS, key=line.count)
        header = next(csv.reader([line], delimiter=separator))
        repeated = {name for name in header if header.count(name) > 1}
        if repeated:
            raise SourceError(_("The column is there twice."), column=min(repeated), line=1)
        return header, separator

    def _refuse_open_quotation(self, separator: str) -> None:
        """A quotation that never ends would swallow the rest of the file without a word."""
        with self.path.open("rb") as file:
            marks = sum(chunk.count(b'"') for chunk in iter(lambda: file.read(CHUNK), b""))
        if marks % 2 == 0:
            return
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=separator, strict=True)
            line = 1
            try:
                for _row in rows:
                    line = rows.line_num + 1
            except csv.Error as error:
                raise SourceError(
                    _("A quotation mark is opened and never closed."), line=line, expected=_("marks in pairs")
                ) from error


def _not_utf8() -> SourceError:
    return SourceError(_("The file is not text in UTF-8."), expected=_("a CSV file saved as UTF-8"))
