from __future__ import annotations

from datetime import datetime

import pandas as pd

from segmentation.analysis.derived.key_accounts import suggest_key_accounts as suggest
from segmentation.models import AttributeBatch, CompanyAttributes, CustomerProfile, OriginChoice
from segmentation.models.attribute_columns import column_of
from segmentation.services.store_attributes import store_attributes

VALUES = ["value_year", "value_year_before"]


def suggest_key_accounts(*, now: datetime) -> int:
    """Store for each company with a known margin whether it might be a key account; how many might.

    One company's answer depends on all others', so it is worked out for everybody or nobody.
    """
    frame = _margins()
    suggested = suggest(frame)
    batch = AttributeBatch(origin=OriginChoice.DERIVED, at=now)
    store_attributes(suggested.to_frame("key_account_suggested"), batch=batch, clear_missing=True)
    return int(suggested.fillna(False).sum())


def _margins() -> pd.DataFrame:
    """Everybody with attributes, with margin and what was bought."""
    column = column_of("margin_year")
    rows = CompanyAttributes.objects.order_by("pk").values_list("pk", *([column] if column else []))
    margins = pd.DataFrame(list(rows), columns=["customer_key", *(["margin_year"] if column else [])])
    values = pd.DataFrame(
        list(CustomerProfile.objects.values_list("customer_key", *VALUES)), columns=["customer_key", *VALUES]
    )
    frame = margins.set_index("customer_key").reindex(columns=["margin_year"])
    return frame.join(values.set_index("customer_key")).rename_axis(None)
