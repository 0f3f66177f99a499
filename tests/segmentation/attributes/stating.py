"""Values stated and read, in few words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pandas as pd

from segmentation.dimension import Origin
from segmentation.models import AttributeBatch
from segmentation.selectors.attributes import attributes_of
from segmentation.services.store_attributes import StoredAttributes, store_attributes

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def batch(origin: Origin = Origin.IMPORTED, *, detail: str = "", at: datetime = AT) -> AttributeBatch:
    return AttributeBatch(origin=origin, detail=detail, at=at)


def frame(**facts: dict[str, Any]) -> pd.DataFrame:
    """Company -> dimension -> value."""
    return pd.DataFrame.from_dict(facts, orient="index", dtype="object")


def state(key: str, origin: Origin = Origin.IMPORTED, **facts: Any) -> StoredAttributes:
    return store_attributes(frame(**{key: facts}), batch=batch(origin))


def values_of(key: str) -> dict[str, Any]:
    return {found.dimension.key: found.value for found in attributes_of(key)}
