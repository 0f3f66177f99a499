from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from segmentation.dimension import Dimension, Origin
from segmentation.locks import hold_customers
from segmentation.models import AttributeBatch, CompanyAttributes
from segmentation.models.attribute_columns import column_of
from segmentation.registry import dimensions
from segmentation.services.assign_columns import assign_columns
from segmentation.values.stored import value_of

if TYPE_CHECKING:
    import pandas as pd

    from segmentation.services.attribute_changes import Change, Objects, Stored

AT_A_TIME = 5_000
"""Companies whose values are compared and written together; bounds the memory and the locks of a write."""
MOST_REFUSED = 100
MOST_NAMED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedValue:
    """One value of one company that is another now; before and after as `selectors.attributes` gives them."""

    customer_key: str
    dimension: Dimension
    before: Any
    after: Any


@dataclass(slots=True, kw_only=True)
class StoredAttributes:
    """What storing came to, in values."""

    written: int = 0
    cleared: int = 0
    claimed: int = 0
    """Values that stay as they are and now stand on a stronger origin."""
    withstood: int = 0
    """Values that were left because something stronger says otherwise."""
    refused: int = 0
    """Values that do not fit their dimension and were left out."""
    examples: list[str] = field(default_factory=list)
    """Why, for the first of them."""
    customer_keys: list[str] = field(default_factory=list)
    """Whose values are others now, sorted."""
    dimensions: set[str] = field(default_factory=set)
    """What is other for some company."""
    changed: list[ChangedValue] = field(default_factory=list)
    """The first MOST_NAMED values that are others now."""

    def __add__(self, later: StoredAttributes) -> StoredAttributes:
        return StoredAttributes(
            written=self.written + later.written,
            cleared=self.cleared + later.cleared,
            claimed=self.claimed + later.claimed,
            withstood=self.withstood + later.withstood,
            refused=self.refused + later.refused,
            examples=[*self.examples, *later.examples][:MOST_REFUSED],
            customer_keys=_joined(self.customer_keys, later.customer_keys),
            dimensions=self.dimensions | later.dimensions,
            changed=[*self.changed, *later.changed][:MOST_NAMED],
        )


def _joined(keys: list[str], later: list[str]) -> list[str]:
    if not (keys and later) or keys[-1] < later[0]:  # As with parts of everybody, one after the other.
        return keys + later
    return sorted({*keys, *later})


def store_attributes(frame: pd.DataFrame, *, batch: AttributeBatch, clear_missing: bool = False) -> StoredAttributes:
    """Write what differs of these values: a row a company, a column a dimension, indexed by customer_key.

    A dimension that is no column, and a value that is NA, is left as it is; with `clear_missing`, a missing value that
    came from the same origin no longer holds (a person clears from whichever). Nothing overwrites what comes from a
    stronger origin: by hand, from another system, imported, the company record, the orders, worked out. The batch is
    kept if something came of it. Companies are held for as long as their part of the frame is written.
    """
    from segmentation.values.columns import stored_column

    if not frame.index.is_unique:
        raise ValueError("A company has one row.")
    chosen = {key: attribute_called(key) for key in map(str, frame.columns)}
    if any(column_of(key) is None for key in chosen):
        assign_columns()
    outcome = StoredAttributes()
    frame = frame.sort_index()
    for start in range(0, len(frame) if chosen else 0, AT_A_TIME):
        part = frame.iloc[start : start + AT_A_TIME]
        keys = part.index.astype("str").tolist()
        fresh: dict[str, Objects] = {}
        for key, dimension in chosen.items():
            column = stored_column(dimension, part[key])
            fresh[key] = column.stored
            outcome.refused += len(column.problems)
            room = MOST_REFUSED - len(outcome.examples)
            outcome.examples += [f"{keys[row]}, {key}: {why}" for row, why in list(column.problems.items())[:room]]
        store_columns(keys, fresh, batch=batch, clear_missing=clear_missing, outcome=outcome)
    return outcome


@transaction.atomic
def store_columns(
    keys: list[str],
    fresh: Mapping[str, Objects],
    *,
    batch: AttributeBatch,
    outcome: StoredAttributes,
    clear_missing: bool = False,
) -> None:
    """Write what differs of columns as they are stored, for companies in the order of their keys; adds to `outcome`."""
    from segmentation.services.attribute_changes import compare, read_stored

    columns = {str(column_of(key)): values for key, values in fresh.items()}
    hold_customers(keys)
    stored = read_stored(keys, list(columns))
    changes = compare(columns, stored, origin=Origin(batch.origin), clear_missing=clear_missing)
    by_dimension = dict(zip(fresh, changes.values(), strict=True))
    _count(outcome, keys, by_dimension)
    _name(outcome, keys, by_dimension, stored)
    touched = {key: change for key, change in by_dimension.items() if change.touched.any()}
    if touched:
        _note(batch, touched)
        _write(keys, stored, {name: change for name, change in changes.items() if change.touched.any()}, batch=batch)


def attribute_called(key: str) -> Dimension:
    """The dimension, which has to be one whose values are kept among the attributes."""
    dimension = dimensions.get(key)
    if not dimension.is_attribute:
        raise ValueError(f"{key!r} is worked out from orders, so it is not stored as an attribute.")
    return dimension


def _count(outcome: StoredAttributes, keys: list[str], changes: Mapping[str, Change]) -> None:
    import numpy as np

    moved = np.zeros(len(keys), dtype=np.bool_)
    counts: Counter[str] = Counter()
    for key, change in changes.items():
        for name in ("written", "cleared", "claimed", "withstood"):
            counts[name] += int(getattr(change, name).sum())
        differs = change.written | change.cleared
        moved |= differs
        if differs.any():
            outcome.dimensions.add(key)
    for name, count in counts.items():
        setattr(outcome, name, getattr(outcome, name) + count)
    outcome.customer_keys += [keys[row] for row in np.flatnonzero(moved)]


def _name(outcome: StoredAttributes, keys: list[str], changes: Mapping[str, Change], stored: Stored) -> None:
    import numpy as np

    for key, change in changes.items():
        before, dimension = stored.values[str(column_of(key))], dimensions.get(key)
        for row in np.flatnonzero(change.written | change.cleared)[: MOST_NAMED - len(outcome.changed)]:
            was, became = (value_of(dimension, values[row]) for values in (before, change.values))
            outcome.changed.append(ChangedValue(customer_key=keys[row], dimension=dimension, before=was, after=became))


def _note(batch: AttributeBatch, dimension_keys: Iterable[str]) -> None:
    """Keep the delivery, now that something came of it, and of what."""
    known = set(batch.dimensions)
    batch.dimensions = sorted(known.union(dimension_keys))
    if batch.pk is None or len(batch.dimensions) > len(known):
        batch.save()


def _write(keys: list[str], stored: Stored, changes: Mapping[str, Change], *, batch: AttributeBatch) -> None:
    import numpy as np

    from segmentation.services.attribute_changes import origins_after
    from segmentation.services.write_rows import insert_rows, update_rows

    touched = np.logical_or.reduce([change.touched for change in changes.values()])
    for write, rows in (
        (insert_rows, np.flatnonzero(touched & ~stored.is_there)),
        (update_rows, np.flatnonzero(touched & stored.is_there)),
    ):
        if len(rows):
            origins = origins_after(stored, changes, rows, batch=batch.pk)
            write(CompanyAttributes, _table(keys, changes, rows, origins=origins, batch=batch))


def _table(
    keys: list[str], changes: Mapping[str, Change], rows: Any, *, origins: Objects, batch: AttributeBatch
) -> Any:
    import pyarrow as pa

    types = {
        "number": pa.float64(),
        "amount": pa.int64(),
        "day": pa.date32(),
        "flag": pa.bool_(),
        "text": pa.string(),
    }
    arrays = {"customer_key": pa.array([keys[row] for row in rows], type=pa.string())}
    for name, change in changes.items():
        arrays[name] = pa.array(change.values[rows], type=types[name.partition("_")[0]])
    arrays["origins"] = pa.array(origins, type=pa.string())
    arrays["updated_at"] = pa.repeat(pa.scalar(batch.at), len(rows))
    return pa.table(arrays)
