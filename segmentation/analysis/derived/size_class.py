"""The EU size class. Source: Commission Recommendation 2003/361/EC, annex, article 2."""

from __future__ import annotations

import pandas as pd

CEILINGS = (
    ("micro", 10, 2e6, 2e6),
    ("small", 50, 10e6, 10e6),
    ("medium", 250, 50e6, 43e6),
)
"""Class, people it has fewer than, and the most it may have of turnover or of balance sheet in EUR."""
LARGE = "large"


def size_class(frame: pd.DataFrame, *, minor: int = 100) -> pd.Series:
    """From headcount, turnover and balance sheet: people bind, one of the two amounts is enough.

    NA without a headcount, and where an amount that is not known could decide. `minor` is how many of the units that
    amounts are kept in make a euro.
    """
    people = frame["headcount"].astype("Float64")
    amounts = [frame[name].astype("Float64") for name in ("turnover", "balance_sheet")]
    found = pd.Series(LARGE, index=frame.index, dtype="string")
    decided = people.isna()
    found = found.mask(decided)
    known = amounts[0].notna() & amounts[1].notna()
    for size, fewer_than, *most in CEILINGS:
        fits = pd.Series(False, index=frame.index)
        for amount, ceiling in zip(amounts, most, strict=True):
            fits |= amount.le(ceiling * minor).fillna(False).astype(bool)
        few = people.lt(fewer_than).fillna(False).astype(bool) & ~decided
        found = found.mask(few & fits, size).mask(few & ~fits & ~known)
        decided |= few & (fits | ~known)
    return found
