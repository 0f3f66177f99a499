from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from segmentation.models import ShareHistory
from segmentation.models.among import Among
from segmentation.services.result_rows import to_arrow
from segmentation.services.write_rows import insert_rows, update_rows

SHARES = ("share_routine", "share_major", "share_new")


def store_share_history(customers: pd.DataFrame, *, as_of: date) -> None:
    """Note the shares of these companies for the month; the last day of a month wins.

    A company without an order has no shares of its own. The caller holds the customers' locks.
    """
    ordered = customers[customers["occasions"].to_numpy() > 0]
    if ordered.empty:
        return
    keys = ordered["customer_key"].astype("str")
    this_month = ShareHistory.objects.filter(
        Among("customer_key", keys.tolist()), as_of__gte=as_of.replace(day=1), as_of__lt=next_month(as_of)
    )
    found = list(this_month.values_list("customer_key", "pk", "as_of"))
    place = pd.Index(keys).get_indexer(pd.Index([key for key, _, _ in found], dtype="str"))
    has_row = np.zeros(len(ordered), dtype=np.bool_)
    has_row[place] = True
    insert_rows(ShareHistory, to_arrow(ordered[~has_row], ("customer_key", *SHARES), as_of=as_of))
    stale = [row for row, (_, _, noted) in enumerate(found) if noted <= as_of]
    ids = pa.array([found[row][1] for row in stale], type=pa.int64())
    update_rows(ShareHistory, to_arrow(ordered.take(place[stale]), ("customer_key", *SHARES), as_of=as_of, id=ids))


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
