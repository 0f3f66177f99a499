from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shop.orders.models import Invoice, Order
from shop.orders.signals import order_changed


class CannotBePaidError(Exception):
    """An invoice cannot have been paid on that day; nothing changed. The message is for staff."""


def check_payment(invoice: Invoice, paid_on: date | None, *, today: date) -> None:
    """Raises CannotBePaidError for a day before the invoice was issued, or still to come."""
    if paid_on is not None and paid_on > today:
        raise CannotBePaidError(_("Invoice %s cannot have been paid on a day to come.") % invoice)
    if paid_on is not None and paid_on < invoice.issued_on:
        raise CannotBePaidError(_("Invoice %s cannot have been paid before it was issued.") % invoice)


@transaction.atomic
def note_payment(invoice: Invoice, paid_on: date | None, *, today: date) -> Invoice:
    """Note the day on which the invoice was paid; None takes back what was noted by mistake.

    Raises CannotBePaidError where `check_payment` does.
    """
    locked = Invoice.objects.select_for_update(of=("self",)).select_related("order__company").get(pk=invoice.pk)
    check_payment(locked, paid_on, today=today)
    locked.paid_on = paid_on
    locked.save(update_fields=["paid_on"])
    order_changed.send(sender=Order, company_number=locked.order.company.number)
    return locked
