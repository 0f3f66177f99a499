"""Returns, taken off the latest earlier purchases of the same item."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.arrays import Ints, position_in_run, starts_of


def net_returns(
    *,
    purchase_item: Ints,
    purchase_day: Ints,
    purchased: Ints,
    return_item: Ints,
    return_day: Ints,
    returned: Ints,
    window_days: int,
) -> tuple[Ints, Ints]:
    """What is left of each purchase, and what of each return found no purchase.

    An item is one company's SKU. Both sides are sorted by item and day, and have one row per item and day. Every pass
    settles the next return of each item against one purchase, so passes grow with the returns of a single item only;
    purchases found empty once are skipped from then on.
    """
    left, unmatched = purchased.copy(), returned.copy()
    if not len(return_item) or not len(purchase_item):
        return left, unmatched
    span = int(max(purchase_day.max(initial=0), return_day.max(initial=0))) + 1
    latest = np.searchsorted(purchase_item * span + purchase_day, return_item * span + return_day, side="right") - 1
    turn = position_in_run(starts_of(return_item), len(return_item))
    earlier, stopped_at = np.arange(len(purchase_item), dtype=np.int64) - 1, latest.copy()
    for current in range(int(turn.max()) + 1):
        turned = open_returns = np.flatnonzero(turn == current)
        purchase = latest[open_returns]
        while True:
            reachable = (
                (purchase >= 0)
                & (unmatched[open_returns] > 0)
                & (purchase_item[purchase] == return_item[open_returns])
                & (return_day[open_returns] - purchase_day[purchase] <= window_days)
            )
            open_returns, purchase = open_returns[reachable], purchase[reachable]
            if not len(open_returns):
                break
            taken = np.minimum(left[purchase], unmatched[open_returns])
            left[purchase] -= taken
            unmatched[open_returns] -= taken
            stopped_at[open_returns] = purchase
            purchase = earlier[purchase]
        began, ended = latest[turned], stopped_at[turned]
        moved = np.flatnonzero(ended < began)
        began, ended = began[moved], ended[moved]
        earlier[began] = np.where(left[ended] > 0, ended, earlier[ended])
    return left, unmatched


LARGEST_SQUARED_ROOT = 3_000_000_000
"""Two numbers up to this one can be multiplied without overflowing."""


def scale_value(value: Ints, *, quantity: Ints, left: Ints) -> Ints:
    """The value of what is left, in whole minor units, without overflowing on the way."""
    whole, rest = np.divmod(value, quantity)
    scaled = whole * left + rest * left // quantity
    huge = np.flatnonzero(quantity > LARGEST_SQUARED_ROOT)
    if len(huge):
        exact = value[huge].astype(object) * left[huge] // quantity[huge]
        scaled[huge] = exact.astype(np.int64)
    return scaled
