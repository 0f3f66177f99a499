from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from segmentation.models import BuyclassChange, CustomerProfile

Moves = Mapping[tuple[str, str], int]
"""Class then and class now -> companies; "" then: not worked out yet."""


def count_moves(since: datetime, *, now_in: Mapping[str, int]) -> Moves:
    """How many companies came from which class to which since a moment, those that stayed included.

    What a company was then is what the first of its changes since says it left; without a change, what it is now.
    Only the changes since are read: `now_in`, the companies of each class, tells how many are left that had none.
    """
    later = BuyclassChange.objects.filter(category="", at__gt=since)
    same = later.filter(customer_key=OuterRef("customer_key"))
    earlier = same.filter(Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk")))
    now = CustomerProfile.objects.filter(pk=OuterRef("customer_key")).values("buyclass")
    changed = (
        later.filter(~Exists(earlier))
        .annotate(now=Subquery(now))
        .filter(now__isnull=False)
        .order_by()
        .values_list("old", "now")
        .annotate(companies=Count("pk"))
    )
    moves: Counter[tuple[str, str]] = Counter()
    stayed = Counter(now_in)
    for old, new, companies in changed:
        moves[old, new] += companies
        stayed[new] -= companies
    for buyclass, companies in stayed.items():
        moves[buyclass, buyclass] += companies
    return {move: companies for move, companies in moves.items() if companies > 0}
