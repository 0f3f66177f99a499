"""Order lines from a Parquet file."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from segmentation.sources.canonical import CanonicalOrders, LineRules, to_canonical
from segmentation.sources.columns import detect_columns
from segmentation.sources.errors import SourceError
from segmentation.sources.files import FileSource

TEXT_COLUMNS = ("customer", "order", "sku", "category", "currency", "state")


class ParquetSource(FileSource):
    """A Parquet file; only the columns that are needed are read."""

    def _load(self, columns: Mapping[str, str], rules: LineRules) -> CanonicalOrders:
        try:
            with pq.ParquetFile(self.path) as file:
                self._check_rows(file.metadata.num_rows)
                chosen = detect_columns(file.schema_arrow.names, columns)
                table = file.read(columns=sorted(set(chosen.used.values())))
        except (pa.ArrowException, OSError) as error:
            raise SourceError(
                _("The file %(path)s cannot be read as Parquet.") % {"path": self.path}, expected=_("a Parquet file")
            ) from error
        for meaning in TEXT_COLUMNS:
            table = _whole_numbers_as_text(table, chosen.used.get(meaning, ""))
        # What a writer noted for pandas speaks of types that have just been changed.
        return to_canonical(table.replace_schema_metadata(None).to_pandas(), chosen, rules=rules)


def _whole_numbers_as_text(table: pa.Table, column: str) -> pa.Table:
    """Customer 13085 stays "13085" also where other customers are null, which pandas would turn into 13085.0."""
    if not column or not pa.types.is_integer(table.schema.field(column).type):
        return table
    position = table.schema.get_field_index(column)
    return table.set_column(position, column, pc.cast(table.column(column), pa.large_string()))
