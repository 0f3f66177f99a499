from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from segmentation.models.among import Among

if TYPE_CHECKING:
    import pandas as pd

AT_A_TIME = 2_000
"""Values of the first key column that are compared and written together; bounds the memory of a write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many rows a write touched."""

    changed: int
    deleted: int

    def __add__(self, other: Written) -> Written:
        return Written(changed=self.changed + other.changed, deleted=self.deleted + other.deleted)


def store_difference(
    model: type[models.Model],
    rows: pd.DataFrame,
    *,
    key: tuple[str, str],
    columns: Sequence[str],
    origin: Mapping[str, Any],
) -> Written:
    """Make the table hold these rows: what differs is written, what is gone deleted, all else left alone.

    `key` is unique; `columns` are the other columns compared; `origin` is set on what is written and not compared.
    """
    from segmentation.services.write_rows import delete_rows

    first = key[0]
    wanted_values = sorted(rows[first].unique())
    written = Written(changed=0, deleted=0)
    if len(rows):
        place = rows[first].map({value: at // AT_A_TIME for at, value in enumerate(wanted_values)})
        for _, block in rows.groupby(place.to_numpy(), sort=True):
            written += _store_block(model, block, key=key, columns=columns, origin=origin)
    stored = model._default_manager.order_by().values_list(first, flat=True).distinct()
    gone = sorted(set(stored) - set(wanted_values))
    stale = list(model._default_manager.filter(Among(first, gone)).values_list("pk", flat=True)) if gone else []
    delete_rows(model, stale)
    return written + Written(changed=0, deleted=len(stale))


@transaction.atomic
def _store_block(
    model: type[models.Model],
    rows: pd.DataFrame,
    *,
    key: tuple[str, str],
    columns: Sequence[str],
    origin: Mapping[str, Any],
) -> Written:
    import numpy as np
    import pandas as pd

    from segmentation.services.result_rows import to_arrow
    from segmentation.services.write_rows import delete_rows, insert_rows, update_rows

    fields = [*key, *columns]
    found = model._default_manager.filter(Among(key[0], rows[key[0]].astype("str").unique().tolist()))
    stored = pd.DataFrame.from_records(list(found.values_list("pk", *fields)), columns=["pk", *fields])
    place = pd.MultiIndex.from_frame(stored[list(key)].astype("object")).get_indexer(
        pd.MultiIndex.from_frame(rows[list(key)].astype("object"))
    )
    kept = np.zeros(len(stored), dtype=np.bool_)
    kept[place[place >= 0]] = True
    there = np.flatnonzero(place >= 0)
    differs = np.zeros(len(there), dtype=np.bool_)
    for name in columns:
        fresh, old = (column.astype("object").to_numpy() for column in (rows[name].iloc[there], stored[name]))
        differs |= fresh != old[place[there]]
    fresh_rows, changed = rows[place < 0], rows.iloc[there[differs]]
    ids, id_column = stored["pk"].to_numpy(), str(model._meta.pk.column)
    delete_rows(model, ids[~kept].tolist())
    insert_rows(model, to_arrow(fresh_rows, fields, **origin))
    update_rows(model, to_arrow(changed, fields, **{id_column: ids[place[there[differs]]]}, **origin))
    return Written(changed=len(fresh_rows) + len(changed), deleted=int((~kept).sum()))
