"""Order lines from a Parquet file."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from segmentation.sources.canonical import CanonicalOrders, LineRules
from segmentation.sources.columns import detect_columns
from segmentation.sources.errors import SourceError
from segmentation.sources.files import FileSource
from segmentation.sources.raw_lines import FLAGS, to_canonical

TEXT_COLUMNS = ("customer", "sku", "category", "currency", "state", "terms", *FLAGS)


class ParquetSource(FileSource):
    """A Parquet file; only the columns that are needed are read, and texts as the numbers of their dictionary."""

    def _load(self, columns: Mapping[str, str], rules: LineRules) -> CanonicalOrders:
        try:
            with pq.ParquetFile(self.path) as file:
                self._check_rows(file.metadata.num_rows)
                chosen = detect_columns(file.schema_arrow.names, columns)
                texts = [column for name in TEXT_COLUMNS if (column := chosen.used.get(name, ""))]
            with pq.ParquetFile(self.path, read_dictionary=texts) as file:
                table = file.read(columns=sorted(set(chosen.read.values())))
        except (pa.ArrowException, OSError) as error:
            raise SourceError(
                _("The file %(path)s cannot be read as Parquet.") % {"path": self.path}, expected=_("a Parquet file")
            ) from error
        for column in texts:
            table = _as_dictionary(table, column)
        # What a writer noted for pandas speaks of types that have just been changed.
        raw = table.unify_dictionaries().replace_schema_metadata(None).to_pandas(date_as_object=False)
        return to_canonical(raw, chosen, rules=rules)


def _as_dictionary(table: pa.Table, column: str) -> pa.Table:
    """Whole numbers too, so that customer 13085 stays "13085" also where other customers are null."""
    kind = table.schema.field(column).type
    if not (pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return table
    position = table.schema.get_field_index(column)
    return table.set_column(position, column, table.column(column).dictionary_encode())
