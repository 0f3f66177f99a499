from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

import pandas as pd
import pyarrow as pa
from django.db.models import Min
from django.utils import timezone

from segmentation.models import BuyclassChange
from segmentation.models.among import Among
from segmentation.services.result_rows import plain, reason_texts, to_arrow
from segmentation.services.write_rows import insert_rows


class PastMoves:
    """Writes down the moves of companies that are worked out for one past day after another.

    A company's past ends where its record begins, so that nothing is written beside what a run noted. The caller holds
    the customers' locks.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        recorded = BuyclassChange.objects.filter(Among("customer_key", keys), category="").order_by()
        first = recorded.values("customer_key").annotate(first=Min("as_of"))
        self._recorded: dict[str, date] = dict(first.values_list("customer_key", "first"))
        self._standing = pd.Series("", index=pd.Series(keys, dtype="str"), dtype="str")
        self.written = 0

    def unrecorded(self, keys: Sequence[str], *, on: date) -> list[str]:
        """Those whose record begins later than a day."""
        return [key for key in keys if on < self._recorded.get(key, date.max)]

    def note(self, rows: pd.DataFrame, *, as_of: date) -> None:
        """Write down who is of another class than on the day before this one that it was worked out for."""
        names = rows["customer_key"].astype("str")
        old = self._standing.loc[names].to_numpy()
        new = rows["buyclass"].astype("str").to_numpy()
        moved = (old != new) & names.isin(self.unrecorded(names.tolist(), on=as_of)).to_numpy()
        self._standing.loc[names[moved]] = new[moved]
        moves = rows[moved]
        if moves.empty:
            return
        table = to_arrow(
            moves,
            ("customer_key", "reason_code"),
            category="",
            old=pa.array(old[moved], type=pa.string()),
            new=plain(moves["buyclass"]),
            reason_params=reason_texts(moves, as_of=as_of),
            as_of=as_of,
            # By the last moment of the day, as orders up to its end count.
            at=timezone.make_aware(datetime.combine(as_of, time.max)),
            afterwards=True,
        )
        insert_rows(BuyclassChange, table)
        self.written += len(moves)
