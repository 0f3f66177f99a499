from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from statistics import median

from django.db.models import Count, F, Max, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from shop.catalogue.models import Product
from shop.catalogue.quantities import nearest_quantity
from shop.catalogue.selectors import visible_products
from shop.companies.models import Company
from shop.orders.models import OrderLine, OrderState

LOOK_BACK = timedelta(days=365)
LAST_QUANTITIES = 3


@dataclass(frozen=True, slots=True)
class UsualItem:
    """A product a company keeps ordering: in how many orders, when last, and how much of it usually."""

    product: Product
    times: int
    last_ordered: datetime
    usual_quantity: int


def usual_items(company: Company, *, as_of: date, limit: int = 12) -> list[UsualItem]:
    """The products in most of the company's orders of the year up to `as_of`, as far as they are for sale.

    Of products ordered equally often, the one ordered last comes first. Four queries for any number of items.
    """
    bought = _bought(company, as_of=as_of)
    most = (
        bought.filter(product__is_active=True)
        .order_by()
        .values("product")
        .annotate(times=Count("order", distinct=True), last=Max("order__placed_at"))
        .order_by("-times", "-last", "product__sku")
        .values_list("product", "times", "last")[:limit]
    )
    ranked = list(most)
    products = visible_products().in_bulk([product_id for product_id, _times, _last in ranked])
    quantities = _last_quantities(company, as_of=as_of, product_ids=list(products))
    return [
        UsualItem(
            product=products[product_id],
            times=times,
            last_ordered=last,
            usual_quantity=nearest_quantity(products[product_id], _middle(quantities[product_id])),
        )
        for product_id, times, last in ranked
        if product_id in products
    ]


def _bought(company: Company, *, as_of: date) -> QuerySet[OrderLine]:
    after = datetime.combine(as_of + timedelta(days=1), time.min, timezone.get_default_timezone())
    return OrderLine.objects.filter(
        order__company=company, order__placed_at__gte=after - LOOK_BACK, order__placed_at__lt=after
    ).exclude(order__state=OrderState.CANCELLED)


def _last_quantities(company: Company, *, as_of: date, product_ids: list[int]) -> dict[int, list[int]]:
    newest_first = Window(
        RowNumber(), partition_by=F("product"), order_by=[F("order__placed_at").desc(), F("pk").desc()]
    )
    rows = (
        _bought(company, as_of=as_of)
        .filter(product__in=product_ids)
        .order_by()
        .annotate(newness=newest_first)
        .filter(newness__lte=LAST_QUANTITIES)
        .values_list("product", "quantity")
    )
    quantities: dict[int, list[int]] = {}
    for product_id, quantity in rows:
        quantities.setdefault(product_id, []).append(quantity)
    return quantities


def _middle(quantities: list[int]) -> int:
    """The median, half a piece up."""
    return int(median(map(Fraction, quantities)) + Fraction(1, 2))
