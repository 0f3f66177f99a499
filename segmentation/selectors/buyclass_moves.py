from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from segmentation.models import BuyclassChange, CustomerProfile

Moves = Mapping[tuple[str, str], int]
"""Class then and class now -> companies; "" then: not worked out yet."""


def count_moves(since: datetime, *, now_in: Mapping[str, int]) -> Moves:
    """How many companies came from which class to which since a moment, those that stayed included.

    What a company was then is what the first of its changes since says it left; without a change, what it is now.
    A first working-out says nothing of before: then it is the last change before, which `backfill_history` may have
    put there. Only the changes since, and the one before a first, are read: `now_in`, the companies of each class,
    tells how many are left that had none.
    """
    overall = BuyclassChange.objects.filter(category="")
    later = overall.filter(at__gt=since)
    same = later.filter(customer_key=OuterRef("customer_key"))
    before = overall.filter(customer_key=OuterRef("customer_key"), at__lte=since).order_by("-at", "-pk").values("new")
    earlier = same.filter(Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk")))
    now = CustomerProfile.objects.filter(pk=OuterRef("customer_key")).values("buyclass")
    changed = (
        later.filter(~Exists(earlier))
        .annotate(
            now=Subquery(now),
            then=Case(When(old="", then=Coalesce(Subquery(before[:1]), Value(""))), default=F("old")),
        )
        .filter(now__isnull=False)
        .order_by()
        .values_list("then", "now")
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
