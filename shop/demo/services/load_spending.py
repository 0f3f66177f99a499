from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Sum

from shop.companies.models import Company
from shop.demo.services.load_companies import LoadedCompany
from shop.orders.models import Order

YEAR = timedelta(days=365)
ASKED = 0.7
"""Part of the companies that told what they spend a year."""
THOUSAND = Decimal(1000)


def load_spending(companies: Sequence[LoadedCompany], *, seed: int, now: datetime) -> None:
    """Note for most companies what they spend a year in all, which is more than they spent here."""
    bought = dict(
        Order.objects.filter(placed_at__gte=now - YEAR)
        .order_by()
        .values_list("company__number")
        .annotate(spent=Sum("net_total"))
    )
    told = []
    for each in companies:
        rng = random.Random(f"{seed}/spending/{each.planned.number}")
        if rng.random() >= ASKED:
            continue
        spent = bought.get(each.planned.number, Decimal(0))
        elsewhere = Decimal(each.planned.firm.headcount * rng.randint(400, 2500))
        each.company.yearly_spend = _thousands(spent * Decimal(str(rng.uniform(1.05, 3))) + elsewhere)
        told.append(each.company)
    Company.objects.bulk_update(told, ["yearly_spend"])


def _thousands(amount: Decimal) -> Decimal:
    """People say round figures."""
    return max((amount / THOUSAND).quantize(Decimal(1)), Decimal(1)) * THOUSAND
