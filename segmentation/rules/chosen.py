"""Where an admin chose how a company is taken, that stands before what was worked out."""

from __future__ import annotations

from django.db.models import Q

from segmentation.models import BuyclassOverride
from segmentation.rules.columns import IS_YES, ColumnTest, Test
from segmentation.rules.rows import HasRow

CHOSEN_OVER = frozenset({"buyclass", "mixed"})
"""Columns of the profile over which a chosen buying type stands; who has one is not mixed."""

ANY_CHOICE = Q(buyclass__isnull=False)


def chosen_first(path: str, test: Test) -> Q:
    """The test of the chosen value where there is one, else of the column.

    Types are chosen for few companies, and taken back when their time is over: the few are looked up once for all.
    """
    is_chosen = Q(HasRow(BuyclassOverride, ANY_CHOICE))
    by_orders = Q(ColumnTest(path, test)) & ~is_chosen
    if path == "mixed":
        return by_orders if test is IS_YES else by_orders | is_chosen
    passes = Q(ColumnTest(path, test))
    return by_orders | Q(HasRow(BuyclassOverride, passes))
