from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segmentation.analysis.returns import net_returns, scale_value

WINDOW = 30

Moves = dict[int, int]
"""Day to quantity."""


def moves(most: int) -> st.SearchStrategy[Moves]:
    return st.dictionaries(st.integers(0, 90), st.integers(1, most), max_size=40)


def net(bought: dict[int, Moves], returned: dict[int, Moves]) -> tuple[list[int], list[int]]:
    sides = []
    for side in (bought, returned):
        rows = [(item, day, side[item][day]) for item in sorted(side) for day in sorted(side[item])]
        sides.append(np.array(rows, dtype=np.int64).reshape(-1, 3).T)
    (item, day, quantity), (back_item, back_day, back) = sides
    left, unmatched = net_returns(
        purchase_item=item,
        purchase_day=day,
        purchased=quantity,
        return_item=back_item,
        return_day=back_day,
        returned=back,
        window_days=WINDOW,
    )
    return left.tolist(), unmatched.tolist()


def net_one_by_one(bought: dict[int, Moves], returned: dict[int, Moves]) -> tuple[list[int], list[int]]:
    left = {(item, day): quantity for item, days in bought.items() for day, quantity in days.items()}
    unmatched = {}
    for item, day in sorted((item, day) for item, days in returned.items() for day in days):
        open_quantity = returned[item][day]
        for other in range(day, day - WINDOW - 1, -1):
            taken = min(left.get((item, other), 0), open_quantity)
            open_quantity -= taken
            if taken:
                left[item, other] -= taken
        unmatched[item, day] = open_quantity
    return [left[key] for key in sorted(left)], [unmatched[key] for key in sorted(unmatched)]


@given(
    bought=st.dictionaries(st.integers(0, 2), moves(4), max_size=3),
    returned=st.dictionaries(st.integers(0, 2), moves(9)),
)
def test_netting_all_items_at_once_is_netting_them_one_by_one(
    bought: dict[int, Moves], returned: dict[int, Moves]
) -> None:
    assert net(bought, returned) == net_one_by_one(bought, returned)


def test_years_of_daily_returns_of_one_item_are_settled() -> None:
    days = dict.fromkeys(range(3650), 1)

    left, unmatched = net({0: days}, {0: dict.fromkeys(range(3650), 5)})

    assert (sum(left), sum(unmatched)) == (0, 4 * 3650)


def test_value_of_a_huge_quantity_does_not_overflow() -> None:
    value, quantity, left = (np.array([number], dtype=np.int64) for number in (10**13, 7 * 10**12, 5 * 10**12))

    assert scale_value(value, quantity=quantity, left=left).tolist() == [10**13 * 5 // 7]
