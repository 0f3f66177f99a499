from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.orders.models import Invoice, InvoiceState
from shop.orders.selectors import invoices_of
from shop.storefront.access import BuyerRequest, company_required

INVOICES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice, and what it is today."""

    invoice: Invoice
    state: InvoiceState


@require_safe
@company_required
def list_invoices(request: BuyerRequest) -> HttpResponse:
    """What the company owes and has paid, newest first."""
    page = Paginator(invoices_of(request.company), INVOICES_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": _rows(page.object_list, today=timezone.localdate())}
    return render(request, "shop/account/invoices.html", context)


def _rows(invoices: Iterable[Invoice], *, today: date) -> list[InvoiceRow]:
    return [InvoiceRow(invoice, invoice.state_on(today)) for invoice in invoices]
