from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from segmentation import conf
from segmentation.dimension import Origin
from segmentation.host import order_record_keeper
from segmentation.locks import hold_customers
from segmentation.models import AttributeBatch
from segmentation.registry import dimensions
from segmentation.services.derive_attributes import in_whole_units
from segmentation.services.refresh_memberships import shop_day_of
from segmentation.services.store_attributes import StoredAttributes, store_attributes

if TYPE_CHECKING:
    import pandas as pd

    from segmentation.order_records import KnowsOrderRecords

AT_A_TIME = 1_000
"""Companies whose orders are held in memory together."""


def refresh_habits(customer_keys: Iterable[str], *, now: datetime) -> StoredAttributes:
    """Work out from the records of their orders how these companies order, pay and decide, and store what differs.

    What cannot be told any more is cleared; what the company record or somebody says otherwise stays. Nothing happens
    where the host's directory knows no more of orders than their lines. Raises OrderRecordError. What follows from it
    is not worked out here.
    """
    outcome = StoredAttributes()
    keeper = order_record_keeper()
    if keeper is None:
        return outcome
    batch = AttributeBatch(origin=Origin.ORDERS, at=now)
    keys = sorted(set(customer_keys))
    for start in range(0, len(keys), AT_A_TIME):
        part = keys[start : start + AT_A_TIME]
        with transaction.atomic():
            # Held before their orders are read, so that of two at once the later writer has read the later orders.
            hold_customers(part)
            outcome += store_attributes(_habits(keeper, part, as_of=shop_day_of(now)), batch=batch, clear_missing=True)
    return outcome


def _habits(keeper: KnowsOrderRecords, keys: Sequence[str], *, as_of: date) -> pd.DataFrame:
    from segmentation.analysis.habits.work_out import LOOK_BACK, work_out_habits

    records = keeper.order_records(keys, since=as_of - timedelta(days=LOOK_BACK), until=as_of)
    habits = work_out_habits(
        records,
        customer_keys=keys,
        as_of=as_of,
        zone=timezone.get_default_timezone(),
        minor_digits=conf.get("MINOR_DIGITS"),
    )
    wanted = [dimension for dimension in dimensions if dimension.from_order_records and dimension.key in habits]
    return habits[[dimension.key for dimension in wanted]].assign(
        **{dimension.key: in_whole_units(dimension, habits[dimension.key]) for dimension in wanted}
    )
