from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

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
    first = key[0]
    wanted_values = sorted(rows[first].unique())
    written = Written(changed=0, deleted=0)
    if len(rows):
        place = rows[first].map({value: at // AT_A_TIME for at, value in enumerate(wanted_values)})
        for _, block in rows.groupby(place.to_numpy(), sort=True):
            written += _store_block(model, block, key=key, columns=columns, origin=origin)
    stored = model._default_manager.order_by().values_list(first, flat=True).distinct()
    gone = sorted(set(stored) - set(wanted_values))
    for start in range(0, len(gone), AT_A_TIME):
        some = model._default_manager.filter(**{f"{first}__in": gone[start : start + AT_A_TIME]})
        written += Written(changed=0, deleted=some.delete()[0])
    return written


@transaction.atomic
def _store_block(
    model: type[models.Model],
    rows: pd.DataFrame,
    *,
    key: tuple[str, str],
    columns: Sequence[str],
    origin: Mapping[str, Any],
) -> Written:
    fields = [*key, *columns]
    values = list(rows[fields].itertuples(index=False, name=None))
    stored = {}
    for pk, *row in model._default_manager.filter(**{f"{key[0]}__in": rows[key[0]].unique().tolist()}).values_list(
        "pk", *fields
    ):
        stored[row[0], row[1]] = (pk, tuple(row))
    wanted = {(row[0], row[1]) for row in values}
    if stale := [pk for pair, (pk, _) in stored.items() if pair not in wanted]:
        model._default_manager.filter(pk__in=stale).delete()
    changed = [row for row in values if stored.get((row[0], row[1]), (0, ()))[1] != row]
    model._default_manager.bulk_create(
        (model(**dict(zip(fields, row, strict=True)), **origin) for row in changed),
        update_conflicts=True,
        unique_fields=list(key),
        update_fields=[*columns, *origin],
    )
    return Written(changed=len(changed), deleted=len(stale))
