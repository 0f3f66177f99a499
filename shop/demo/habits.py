"""How one demo company orders, decides and pays."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shop.demo.companies import PlannedCompany
from shop.demo.tables.habits import HABITS, LATENESS, Payer
from shop.orders.models import Channel
from shop.orders.origin import OrderOrigin

_AS_USUAL = 0.85
"""Part of the orders that come in by the usual way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyHabits:
    """What is usual for one company."""

    channel: Channel
    other_channels: Sequence[Channel]
    small_screen: float
    quoted: float
    days_to_decide: float
    payer: Payer

    def origin(self, placed_on: date, rng: random.Random) -> OrderOrigin:
        """How an order of this day came about."""
        channel = self.channel if rng.random() < _AS_USUAL else rng.choice(self.other_channels)
        return OrderOrigin(
            channel=channel,
            small_screen=rng.random() < self.small_screen if channel == Channel.WEB else None,
            quote_number=f"Q{placed_on.year}-{rng.randint(1000, 9999)}" if rng.random() < self.quoted else "",
        )

    def started_at(self, placed_at: datetime, rng: random.Random) -> datetime:
        """When the first line of an order was put into the cart."""
        return placed_at - timedelta(days=self.days_to_decide * rng.lognormvariate(0, 0.5))

    def paid_on(self, *, issued_on: date, due_on: date, rng: random.Random) -> date:
        """When an invoice is paid; never before there is one."""
        return max(issued_on, due_on + timedelta(days=round(rng.gauss(*LATENESS[self.payer]))))


def plan_habits(company: PlannedCompany, *, seed: int) -> CompanyHabits:
    """The habits of a company; the same for the same seed."""
    rng = random.Random(f"{seed}/habits/{company.number}")
    of_kind = HABITS[company.kind]
    return CompanyHabits(
        channel=rng.choice(of_kind.channels),
        other_channels=of_kind.channels,
        small_screen=rng.uniform(*of_kind.small_screen),
        quoted=rng.uniform(*of_kind.quoted),
        days_to_decide=rng.uniform(*of_kind.days_to_decide),
        payer=rng.choice(of_kind.payers),
    )
