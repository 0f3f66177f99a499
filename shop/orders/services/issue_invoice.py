from __future__ import annotations

from datetime import date, timedelta

from shop.orders.models import Invoice, Order


def issue_invoice(order: Order, *, on: date) -> Invoice:
    """Write the invoice of an order that is sent on this day, due by the company's days to pay. Once an order."""
    invoice = Invoice.objects.create(
        order=order, issued_on=on, due_on=on + timedelta(days=order.company.payment_days), total=order.total
    )
    invoice.number = invoice_number(invoice)
    invoice.save(update_fields=["number"])
    return invoice


def invoice_number(invoice: Invoice) -> str:
    """The number a company knows the invoice by: the year it was issued in, and a number that is used once."""
    return f"I{invoice.issued_on.year}-{invoice.pk:06d}"
