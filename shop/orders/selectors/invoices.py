from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from shop.companies.models import Company
from shop.orders.models import Invoice, InvoiceState


def invoices_of(company: Company) -> QuerySet[Invoice]:
    """The company's invoices, newest first, each with its order."""
    return Invoice.objects.filter(order__company=company).select_related("order").order_by("-issued_on", "-pk")


def in_state(state: InvoiceState, *, on: date) -> Q:
    """Which invoices are in this state on a day, as `Invoice.state_on` says."""
    if state == InvoiceState.PAID:
        return Q(paid_on__isnull=False)
    late = Q(due_on__lt=on)
    return Q(paid_on=None) & (late if state == InvoiceState.OVERDUE else ~late)
