from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from segmentation.dimension import Origin
from segmentation.host import open_directory, record_of
from segmentation.models import AttributeBatch
from segmentation.registry import dimensions
from segmentation.services.derive_attributes import derive_attributes
from segmentation.services.store_attributes import AT_A_TIME, StoredAttributes, attribute_called, store_attributes


def sync_attributes(
    *,
    now: datetime,
    customer_keys: Collection[str] | None = None,
    then: Callable[[Collection[str], Collection[str]], None] | None = None,
) -> StoredAttributes:
    """Take over what the host's record says of these companies, of all without keys, and what follows from it.

    What the record no longer says is cleared; what somebody stated by hand, by import or through another system stays.
    `then` is called with the companies and the dimensions that changed, some thousand companies at a time. Nothing
    happens where the host's directory keeps no record.
    """
    outcome = StoredAttributes()
    batch = AttributeBatch(origin=Origin.RECORD, at=now)
    known = _ever_recorded()
    keys = open_directory().customer_keys() if customer_keys is None else customer_keys
    for part in _parts(keys):
        record = record_of(part)
        if record is None:
            break
        known |= {name for facts in record.values() for name in facts}
        stored = store_attributes(_frame(part, record, known), batch=batch, clear_missing=True)
        if stored.dimensions:
            stored += derive_attributes(stored.customer_keys, now=now, changed=stored.dimensions)
            if then is not None:
                then(sorted(set(stored.customer_keys)), sorted(stored.dimensions))
        outcome += stored
    return outcome


def _ever_recorded() -> set[str]:
    """Of which the record has said something, so that it can be cleared where it says nothing any more."""
    lists = AttributeBatch.objects.filter(origin=Origin.RECORD).values_list("dimensions", flat=True)
    known = {name for names in lists for name in names}
    return {name for name in known if name in dimensions and dimensions.get(name).is_attribute}


def _frame(keys: Sequence[str], record: Mapping[str, Mapping[str, Any]], known: Iterable[str]) -> Any:
    import pandas as pd

    columns = {attribute_called(name).key: [record.get(key, {}).get(name) for key in keys] for name in sorted(known)}
    return pd.DataFrame(columns, index=pd.Index(list(keys), dtype="object"), dtype="object")


def _parts(keys: Iterable[str]) -> Iterator[list[str]]:
    # Each once; the keys of a million companies fit where their values would not.
    remaining = iter(sorted(set(keys)))
    while part := list(islice(remaining, AT_A_TIME)):
        yield part
