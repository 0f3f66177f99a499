"""Products as a company is offered them. A visitor is offered none, so sees products without prices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from shop.catalogue.models import Product
from shop.companies.models import Company
from shop.pricing.selectors import PriceBreak, price_tables

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class Offer:
    """A product with the company's volume prices, the plain price first; empty where there is no price to show."""

    product: Product
    breaks: list[PriceBreak] = field(default_factory=list)

    @property
    def price(self) -> Decimal | None:
        return self.breaks[0].unit_price if self.breaks else None

    @property
    def volume_prices(self) -> list[PriceBreak]:
        """Without the plain price."""
        return self.breaks[1:]

    @property
    def best_break(self) -> PriceBreak | None:
        """The lowest of the volume prices; None where there are none."""
        return min(self.breaks[1:], key=lambda step: step.unit_price, default=None)


def offer_products(products: Iterable[Product], *, company: Company | None) -> list[Offer]:
    """The products with the company's prices, in their order; one query for the prices."""
    products = list(products)
    tables = price_tables([product.pk for product in products], company=company) if company and products else {}
    return [Offer(product, tables.get(product.pk, [])) for product in products]


class CountedPaginator(Paginator):
    """A paginator told how many rows there are, where that is known already."""

    def __init__(self, rows: QuerySet[Product], *, count: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self._count = count

    @property
    def count(self) -> int:  # type: ignore[override]
        return self._count


def offer_page(
    products: QuerySet[Product], *, number: str | None, company: Company | None, count: int | None = None
) -> tuple[Page, list[Offer]]:
    """One page of the products, with stock and prices: at most four queries, whatever their number."""
    rows = products.select_related("brand", "category", "stock")
    paginator = Paginator(rows, PAGE_SIZE) if count is None else CountedPaginator(rows, count=count)
    page = paginator.get_page(number)
    return page, offer_products(page.object_list, company=company)
