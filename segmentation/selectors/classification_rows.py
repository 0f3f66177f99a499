from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from segmentation.host import amount_of
from segmentation.models import CustomerProfile
from segmentation.models.profile_facts import order_chance
from segmentation.words.buyclass_reasons import reason_text

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
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
    "usual_gap_days",
    "regularity",
    "order_chance",
    "value_year",
    "value_year_before",
    "reason_code",
    "reason",
)
"""`order_chance` is of an order within 30 days, 0 to 1; both values are exact amounts in the shop's currency."""
NOT_STORED = ("order_chance", "reason")
BEHIND = ("first_order", "reason_params")
"""What those are said from."""
STORED = (*(name for name in COLUMNS if name not in NOT_STORED), *BEHIND)


def rows_of_frame(customers: pd.DataFrame, *, as_of: date) -> list[dict[str, Any]]:
    """One row per company as just worked out, with its reason in words."""
    from segmentation.analysis.plain_rows import plain_rows

    return [_as_read(row, as_of=as_of) for row in plain_rows(customers, STORED, as_of=as_of)]


def rows_of_profiles(customer_keys: Sequence[str] | None = None, *, as_of: date) -> list[dict[str, Any]]:
    """One row per company as stored, of everybody for None; the chance of an order is of that day."""
    profiles = CustomerProfile.objects.order_by("customer_key")
    if customer_keys is not None:
        profiles = profiles.filter(customer_key__in=customer_keys)
    return [_as_read(row, as_of=as_of) for row in profiles.values(*STORED)]


def _as_read(row: dict[str, Any], *, as_of: date) -> dict[str, Any]:
    return row | {
        "order_chance": order_chance(
            orders=row["occasions"], first_order=row["first_order"], last_order=row["last_order"], today=as_of
        ),
        "value_year": amount_of(row["value_year"]),
        "value_year_before": amount_of(row["value_year_before"]),
        "reason": reason_text(row["reason_code"], row["reason_params"]),
    }
