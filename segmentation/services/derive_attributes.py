from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

from segmentation.dimension import Dimension, Kind, Origin
from segmentation.dimensions.order import derivation_levels
from segmentation.models import AttributeBatch, CompanyAttributes, CustomerProfile
from segmentation.models.among import Among
from segmentation.models.attribute_columns import column_of
from segmentation.registry import dimensions
from segmentation.services.store_attributes import AT_A_TIME, StoredAttributes, store_attributes

if TYPE_CHECKING:
    import pandas as pd

logger = logging.getLogger(__name__)

DTYPES = {
    Kind.NUMBER: "Float64",
    Kind.MONEY: "Int64",
    Kind.DATE: "datetime64[s]",
    Kind.YES_NO: "boolean",
    Kind.CHOICE: "string",
    Kind.CHOICES: "string",
    Kind.TEXT: "string",
}
"""What a derivation is given and may give back: amounts in minor units, several choices as text between bars."""


def derive_attributes(
    customer_keys: Iterable[str], *, now: datetime, changed: Collection[str] | None = None
) -> StoredAttributes:
    """Work out what follows from other values of these companies, and store what differs; what cannot be told any more
    is cleared.

    `changed` names the dimensions that are other than before, if that is known: only what follows from them is worked
    out. A value that somebody stated stays. A derivation that fails is logged and its values are left as they are.
    """
    levels = derivation_levels(dimensions, changed=changed)
    outcome = StoredAttributes()
    batch = AttributeBatch(origin=Origin.DERIVED, at=now)
    keys = sorted(set(customer_keys)) if levels else []
    for start in range(0, len(keys), AT_A_TIME):
        for level in levels:
            frame = _derive(keys[start : start + AT_A_TIME], level)
            outcome += store_attributes(frame, batch=batch, clear_missing=True)
    return outcome


def computed_inputs() -> set[str]:
    """What is worked out from orders and something else follows from."""
    named = {name for one in dimensions if one.derivation for name in one.derivation.inputs}
    return {name for name in named if name in dimensions and dimensions.get(name).column}


def _derive(keys: Sequence[str], level: Sequence[Dimension]) -> pd.DataFrame:
    import pandas as pd

    inputs = sorted({name for one in level if one.derivation for name in one.derivation.inputs})
    frame = read_inputs(keys, inputs)
    found = pd.DataFrame(index=frame.index)
    for dimension in level:
        derivation = dimension.derivation
        if derivation is None:
            continue
        try:
            derived = import_string(derivation.function)(frame[list(derivation.inputs)])
            found[dimension.key] = in_whole_units(dimension, derived.reindex(frame.index))
        except Exception:
            logger.exception("The dimension %r could not be worked out; its values stay as they are.", dimension.key)
    return found


def read_inputs(keys: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    """These dimensions of these companies, as derivations take them; two queries."""
    import pandas as pd

    chosen = {name: dimensions.get(name) for name in names}
    worked_out = {name: one.column for name, one in chosen.items() if one.column}
    stated = {name: column for name, one in chosen.items() if not one.column and (column := column_of(name))}
    profiles = CustomerProfile.objects.filter(Among("customer_key", keys))
    attributes = CompanyAttributes.objects.filter(Among("profile_id", keys))
    rows: dict[str, pd.Series] = {}
    for query, columns in ((profiles, worked_out), (attributes, stated)):
        if columns:
            found = pd.DataFrame.from_records(
                list(query.values_list("pk", *columns.values())), columns=["key", *columns], index="key"
            )
            rows |= {name: found[name] for name in columns}
    index = pd.Index(list(keys), name="customer_key", dtype="object")
    return pd.DataFrame(
        {
            name: _typed(rows[name].reindex(index) if name in rows else pd.Series(None, index=index), one)
            for name, one in chosen.items()
        },
        index=index,
    )


def _typed(values: pd.Series, dimension: Dimension) -> pd.Series:
    import pandas as pd

    if dimension.kind is Kind.DATE:
        return pd.to_datetime(values, errors="coerce").astype("datetime64[s]")
    dtype: Any = DTYPES[dimension.kind]
    typed: pd.Series = values.astype("object").astype(dtype)
    # A choice that a profile leaves empty is not known.
    return typed.mask(typed == "") if dimension.kind in {Kind.CHOICE, Kind.TEXT} else typed


def in_whole_units(dimension: Dimension, derived: pd.Series) -> pd.Series:
    """Amounts in minor units as Decimal, and everything else as it is."""
    if dimension.kind is not Kind.MONEY:
        return derived
    from segmentation.host import amount_of

    return derived.astype("Float64").round().astype("Int64").astype("object").map(amount_of, na_action="ignore")
