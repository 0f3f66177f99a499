from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from segmentation.models import CustomerProfile
from segmentation.words.buyclass_reasons import reason_text

if TYPE_CHECKING:
    import pandas as pd

FACTS = (
    "customer_key",
    "buyclass",
    "share_routine",
    "share_major",
    "share_new",
    "confidence",
    "mixed",
    "activity",
    "occasions",
    "last_order",
    "expected_from",
    "expected_to",
    "reason_code",
)
COLUMNS = (*FACTS, "reason")


def rows_of_frame(customers: pd.DataFrame, *, as_of: date) -> list[dict[str, Any]]:
    """One row per company as just worked out, with its reason in words."""
    from segmentation.analysis.plain_rows import plain_rows

    return [_with_words(row) for row in plain_rows(customers, [*FACTS, "reason_params"], as_of=as_of)]


def rows_of_profiles(customer_keys: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """One row per company as stored, of everybody for None."""
    profiles = CustomerProfile.objects.order_by("customer_key")
    if customer_keys is not None:
        profiles = profiles.filter(customer_key__in=customer_keys)
    return [_with_words(row) for row in profiles.values(*FACTS, "reason_params")]


def _with_words(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"reason": reason_text(row["reason_code"], row["reason_params"])}
