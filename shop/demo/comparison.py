"""How well the companies' planted ways of buying were recognised from their orders alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q

from segmentation.public import profiles_of
from shop.demo.models import PlantedType
from shop.demo.planted import Kind, is_right
from shop.orders.models import OrderState

FEWEST_ORDERS = 3
"""With fewer, hardly anything can be told, and a company is not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One company: what was planted, and what came out."""

    number: str
    name: str
    kind: Kind
    orders: int
    buyclass: str
    mixed: bool

    @property
    def counted(self) -> bool:
        return self.orders >= FEWEST_ORDERS

    @property
    def right(self) -> bool:
        return is_right(self.kind, buyclass=self.buyclass, mixed=self.mixed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    companies: list[Compared] = field(default_factory=list)

    @property
    def counted(self) -> list[Compared]:
        return [company for company in self.companies if company.counted]

    @property
    def share_right(self) -> float:
        """Among the companies that count; 0 where there are none."""
        return sum(company.right for company in self.counted) / max(1, len(self.counted))

    def table(self) -> dict[Kind, Counter[str]]:
        """Per planted kind: how many came out as each class, how many of all are mixed, counted, and right."""
        rows: dict[Kind, Counter[str]] = {kind: Counter() for kind in Kind}
        for company in self.companies:
            row = rows[company.kind]
            row[company.buyclass] += 1
            row["mixed"] += company.mixed
            row["counted"] += company.counted
            row["right"] += company.counted and company.right
        return rows


def compare_planted() -> Comparison:
    """Every planted company that was classified beside its class, in four queries."""
    planted = list(
        PlantedType.objects.select_related("company")
        .annotate(orders=Count("company__orders", filter=~Q(company__orders__state=OrderState.CANCELLED)))
        .order_by("company__number")
    )
    profiles = profiles_of([each.company.number for each in planted])
    computed = {key: profile.computed for key, profile in profiles.items()}
    return Comparison(
        companies=[
            Compared(
                number=each.company.number,
                name=each.company.name,
                kind=Kind(each.kind),
                orders=each.orders,
                buyclass=found.buyclass,
                mixed=found.mixed,
            )
            for each in planted
            if (found := computed.get(each.company.number))
        ]
    )
