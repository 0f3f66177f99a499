"""Where an admin chose how a company is taken, that stands before what was worked out."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from segmentation.models import BuyclassOverride
from segmentation.rules.columns import IS_YES, ColumnTest, Test

CHOSEN_OVER = frozenset({"buyclass", "mixed"})
"""Columns of the profile over which a chosen buying type stands; who has one is not mixed."""


def chosen_first(path: str, test: Test) -> Q:
    """The test of the chosen value where there is one, else of the column.

    Types are chosen for few companies, and taken back when their time is over: the few are looked up once for all.
    """
    chosen = BuyclassOverride.objects.filter(customer_key=OuterRef("pk"))
    by_orders = Q(ColumnTest(path, test)) & ~Q(Exists(chosen))
    if path == "mixed":
        return by_orders if test is IS_YES else by_orders | Q(Exists(chosen))
    return by_orders | Q(Exists(chosen.filter(ColumnTest(path, test))))
