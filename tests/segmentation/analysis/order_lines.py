from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pandas as pd
from hypothesis import strategies as st

from segmentation.analysis.plain_rows import plain_rows
from segmentation.contracts import ORDER_COLUMNS

EPOCH = date(1970, 1, 1)
FIRST_DAY = date(2020, 1, 1)

Line = tuple[str, date, str, str, float, float]
"""Customer, day, SKU, category, quantity and unit price; a negative quantity is a return."""


def order_lines(lines: Iterable[Line]) -> pd.DataFrame:
    """A canonical frame."""
    rows = [
        (
            customer,
            (day - EPOCH).days,
            sku,
            category,
            round(quantity * 1000),
            round(quantity * price * 100),
        )
        for customer, day, sku, category, quantity, price in lines
    ]
    return pd.DataFrame(rows, columns=list(ORDER_COLUMNS)).astype(dict(ORDER_COLUMNS))


def on_day(number: int) -> date:
    """A day so many days after the first one."""
    return FIRST_DAY + timedelta(days=number)


def repeat_order(
    customer: str, days: Sequence[int], *, sku: str = "paper", category: str = "paper", quantity: float = 10
) -> list[Line]:
    """The same single line on every one of these days."""
    return [(customer, on_day(day), sku, category, quantity, 5.0) for day in days]


def one_customer(frame: pd.DataFrame, *, as_of: date = FIRST_DAY) -> dict[str, object]:
    """The only row of a result, as plain values."""
    (row,) = plain_rows(frame, [*frame.columns, "reason_params"], as_of=as_of)
    return row


@st.composite
def histories(draw: st.DrawFn, *, returns: bool = True) -> pd.DataFrame:
    """Lines of a few companies that repeat, vary and send things back."""
    line = st.tuples(
        st.sampled_from(["acme", "bolt", "crown", "delta"]),
        st.integers(0, 900).map(on_day),
        st.sampled_from(["a1", "a2", "b1", "b2", "c1", "d1"]),
        st.sampled_from([-4, -1, 1, 2, 3, 10, 40] if returns else [1, 2, 3, 10, 40]),
        st.sampled_from([1.0, 2.5, 9.99, 120.0]),
    )
    lines = draw(st.lists(line, max_size=60))
    return order_lines((who, day, sku, sku[0], quantity, price) for who, day, sku, quantity, price in lines)
