from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from statistics import median

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from shop.catalogue.models import Product
from shop.catalogue.quantities import nearest_quantity
from shop.catalogue.selectors import visible_products
from shop.companies.models import Company
from shop.orders.models import OrderLine, OrderState

LOOK_BACK = timedelta(days=365)
LAST_QUANTITIES = ("latest_quantity", "quantity_before", "quantity_before_that")


@dataclass(frozen=True, slots=True)
class UsualItem:
    """A product a company keeps ordering: in how many orders, when last, and how much of it usually."""

    product: Product
    times: int
    last_ordered: datetime
    usual_quantity: int


def usual_items(company: Company, *, as_of: date, limit: int = 12) -> list[UsualItem]:
    """The products in most of the company's orders of the year up to `as_of`, as far as they are for sale.

    Of products ordered equally often, the one ordered last comes first. One query for any number of items; stock
    comes along, pictures do not, so that a page can fetch those of all its products at once.
    """
    most = (
        visible_products()
        .prefetch_related(None)
        .select_related("brand", "category", "stock")
        .filter(order_lines__in=_bought(company, as_of=as_of))
        .annotate(times=Count("order_lines__order", distinct=True), last=Max("order_lines__order__placed_at"))
        .annotate(**_last_quantities(company, as_of=as_of))
        .order_by("-times", "-last", "sku")[:limit]
    )
    return [
        UsualItem(
            product=product,
            times=product.times,
            last_ordered=product.last,
            usual_quantity=nearest_quantity(product, _middle([getattr(product, name) for name in LAST_QUANTITIES])),
        )
        for product in most
    ]


def _bought(company: Company, *, as_of: date) -> QuerySet[OrderLine]:
    after = datetime.combine(as_of + timedelta(days=1), time.min, timezone.get_default_timezone())
    return (
        OrderLine.objects.filter(
            order__company=company, order__placed_at__gte=after - LOOK_BACK, order__placed_at__lt=after
        )
        .exclude(order__state=OrderState.CANCELLED)
        .order_by()
    )


def _last_quantities(company: Company, *, as_of: date) -> dict[str, Subquery]:
    newest_first = (
        _bought(company, as_of=as_of).filter(product=OuterRef("pk")).order_by("-order__placed_at", "-pk")
    ).values("quantity")
    return {name: Subquery(newest_first[place : place + 1]) for place, name in enumerate(LAST_QUANTITIES)}


def _middle(quantities: list[int | None]) -> int:
    """The median of those that there are, half a piece up."""
    there = [Fraction(quantity) for quantity in quantities if quantity is not None]
    return int(median(there) + Fraction(1, 2))
