from __future__ import annotations

from django.db.models import QuerySet

from shop.companies.models import Company
from shop.orders.models import Order


def orders_of(company: Company) -> QuerySet[Order]:
    """The company's orders, newest first."""
    return Order.objects.filter(company=company)


def order_of(company: Company, number: str) -> Order | None:
    """The company's order with this number; None for another company's, as for one that does not exist."""
    if not number.isprintable():
        return None
    order = orders_of(company).filter(number=number).first()
    if order is not None:
        order.company = company
    return order
