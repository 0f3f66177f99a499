"""What a delivery of values would change among what is stored of the same companies, decided in one place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from django.db.models import TextField
from django.db.models.functions import Cast

from segmentation.dimension import Origin
from segmentation.models import AttributeBatch, CompanyAttributes
from segmentation.models.among import Among

Bools = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]

STRENGTH = (Origin.DERIVED, Origin.ORDERS, Origin.RECORD, Origin.IMPORTED, Origin.API, Origin.HAND)
"""From weak to strong: what is worked out or looked up never overwrites what somebody stated."""


def strength_of(origin: str) -> int:
    """How strong an origin is; 0 for a value whose origin is not known any more."""
    return STRENGTH.index(Origin(origin)) + 1 if origin in STRENGTH else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is stored of some companies, in their order: None where nothing is."""

    is_there: Bools
    values: Mapping[str, Objects]
    origins: Sequence[str]
    """Different texts of `CompanyAttributes.origins`."""
    code: npt.NDArray[np.intp]
    """Of each company, the position of its text among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one column."""

    values: Objects
    """As they will be."""
    written: Bools
    cleared: Bools
    claimed: Bools
    """The value stays, and now stands on a stronger origin."""
    withstood: Bools
    """Something stronger says otherwise, and stays."""

    @property
    def touched(self) -> Bools:
        """Where the row has to be written."""
        touched: Bools = self.written | self.cleared | self.claimed
        return touched


def read_stored(customer_keys: Sequence[str], columns: Sequence[str]) -> Stored:
    """What is stored of these companies in these columns; one query."""
    found = CompanyAttributes.objects.filter(Among("profile_id", customer_keys)).values_list(
        "profile_id", Cast("origins", TextField()), *columns
    )
    by_key = {row[0]: row[1:] for row in found}
    nothing = ("{}", *[None] * len(columns))
    rows = [by_key.get(key, nothing) for key in customer_keys]
    table = np.empty((len(rows), len(columns) + 1), dtype=np.object_)
    table[:] = rows
    code, texts = pd.factorize(table[:, 0])
    return Stored(
        is_there=np.array([key in by_key for key in customer_keys], dtype=np.bool_),
        values={name: table[:, place + 1] for place, name in enumerate(columns)},
        origins=[str(text) for text in texts],
        code=code,
    )


def compare(
    fresh: Mapping[str, Objects], stored: Stored, *, origin: Origin, clear_missing: bool = False
) -> dict[str, Change]:
    """Column by column, what these values change; one query for the origins of what is stored."""
    documents = [json.loads(text) for text in stored.origins]
    batches = {pk for document in documents for name, pk in document.items() if name in fresh}
    origin_of = dict(AttributeBatch.objects.filter(pk__in=batches).values_list("pk", "origin")) if batches else {}
    mine = strength_of(origin)
    changes = {}
    for name, values in fresh.items():
        old = stored.values[name]
        held = np.array([strength_of(origin_of.get(document.get(name), "")) for document in documents], dtype=np.int8)
        strength = held[stored.code]
        is_known, was_known = values != None, old != None  # noqa: E711
        may = ~was_known | (strength <= mine)
        differs = (values != old).astype(np.bool_)
        cleared = ~is_known & was_known & ((strength == mine) | (origin is Origin.HAND))
        if not clear_missing:
            cleared[:] = False
        written = is_known & may & differs
        changes[name] = Change(
            values=_after(old, values, written=written, cleared=cleared),
            written=written,
            cleared=cleared,
            claimed=is_known & ~differs & (strength < mine),
            withstood=is_known & ~may & differs,
        )
    return changes


def _after(old: Objects, fresh: Objects, *, written: Bools, cleared: Bools) -> Objects:
    after = old.copy()
    after[written] = fresh[written]
    after[cleared] = None
    return after


def origins_after(stored: Stored, changes: Mapping[str, Change], rows: npt.NDArray[np.intp], *, batch: int) -> Objects:
    """The origins of some rows after the change, as JSON; rows that change alike share the work of writing it down."""
    names = list(changes)
    gained = np.column_stack([(changes[name].written | changes[name].claimed)[rows] for name in names])
    lost = np.column_stack([changes[name].cleared[rows] for name in names])
    kinds = np.column_stack([stored.code[rows], np.packbits(gained, axis=1), np.packbits(lost, axis=1)])
    _, first, kind = np.unique(kinds, axis=0, return_index=True, return_inverse=True)
    texts: list[Any] = []
    for row in first:
        document = json.loads(stored.origins[stored.code[rows[row]]])
        document |= {name: batch for name, is_gained in zip(names, gained[row], strict=True) if is_gained}
        for name, is_lost in zip(names, lost[row], strict=True):
            if is_lost:
                document.pop(name, None)
        texts.append(json.dumps(document))
    return np.array(texts, dtype=np.object_)[kind.reshape(-1)]
