"""What everything costs: the list for everybody, and the lists agreed with some customers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from shop.demo.catalogue import PlannedProduct
from shop.demo.companies import PlannedCompany
from shop.demo.planted import Kind
from shop.demo.prices import price_in, reduced_price
from shop.demo.tables.departments import DEPARTMENTS

Steps = tuple[tuple[int, Decimal], ...]
"""Unit prices, each with the quantity from which it counts; the first from one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """So many per cent off the goods of some departments, for some companies."""

    name: str
    percent: int
    departments: tuple[str, ...]
    counts_for: Callable[[PlannedCompany], bool]


AGREEMENTS = (
    Agreement(
        name="Public purchasing 2026",
        percent=9,
        departments=("cleaning-and-hygiene", "paper-and-print"),
        counts_for=lambda company: company.firm.ownership in ("public", "government"),
    ),
    Agreement(
        name="Dealers",
        percent=14,
        departments=("coffee-and-kitchen", "paper-and-print", "writing-and-desk"),
        counts_for=lambda company: company.kind == Kind.ALL_THREE and company.firm.headcount >= 30,
    ),
    Agreement(
        name="Fitting-out partners",
        percent=11,
        departments=("furniture-and-light",),
        counts_for=lambda company: company.firm.industry in ("74.14", "43.32"),
    ),
)


@dataclass(slots=True)
class PriceBook:
    """Every price there is today, by list and item number; the list for everybody has no name."""

    lists: dict[str, dict[str, Steps]] = field(default_factory=dict)
    agreed: dict[str, str] = field(default_factory=dict)
    """Company number -> name of its list."""

    def list_price(self, sku: str, *, year: int, today: int) -> Decimal:
        """What one cost everybody in a year, before any volume price."""
        return price_in(year, self.lists[""][sku][0][1], today=today)

    def unit_price(
        self, company: PlannedCompany, sku: str, quantity: int, *, year: int, today: int, volume: bool
    ) -> Decimal:
        """What the company paid for one in a year; volume prices only where they count for it."""
        steps = self.lists.get(self.agreed.get(company.number, ""), {}).get(sku) or self.lists[""][sku]
        reached = [price for start, price in steps if start <= quantity] if volume else []
        return price_in(year, reached[-1] if reached else steps[0][1], today=today)


def plan_prices(products: Sequence[PlannedProduct], companies: Sequence[PlannedCompany]) -> PriceBook:
    """The price list for everybody and the agreed ones, with who has which."""
    book = PriceBook()
    book.lists[""] = {product.sku: ((1, product.price), *product.volume_prices) for product in products}
    for agreement in AGREEMENTS:
        wanted = {leaf.key for each in DEPARTMENTS if each.key in agreement.departments for leaf in each.leaves}
        book.lists[agreement.name] = {
            product.sku: tuple(
                (start, reduced_price(price, agreement.percent)) for start, price in book.lists[""][product.sku]
            )
            for product in products
            if product.category in wanted
        }
        for company in companies:
            if agreement.counts_for(company):
                book.agreed.setdefault(company.number, agreement.name)
    return book
