from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from segmentation.models import OutboxEntry
from shop.orders.models import Invoice, InvoiceState
from shop.orders.selectors import invoices_of
from shop.orders.selectors.invoices import in_state
from shop.orders.services import CannotBePaidError, change_state, note_payment
from tests.factories import CompanyFactory, InvoiceFactory, OrderFactory
from tests.shop.orders.conftest import AT

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 10)


def test_shipping_issues_the_invoice_by_the_days_to_pay():
    order = OrderFactory(state="confirmed", company__payment_days=14, total=Decimal("198.75"))

    change_state(order, "shipped", by=None, at=AT)

    invoice = Invoice.objects.get()
    assert (invoice.order, invoice.total, invoice.paid_on) == (order, Decimal("198.75"), None)
    assert (invoice.issued_on, invoice.due_on) == (date(2026, 3, 2), date(2026, 3, 16))
    assert invoice.number == f"I2026-{invoice.pk:06d}"


def test_later_terms_leave_an_invoice_as_it_is():
    order = OrderFactory(state="confirmed")
    change_state(order, "shipped", by=None, at=AT)
    order.company.payment_days = 8
    order.company.save()

    change_state(order, "delivered", by=None, at=AT + timedelta(days=2))

    assert Invoice.objects.get().due_on == date(2026, 4, 1)


@pytest.mark.parametrize("steps", [("placed", "confirmed"), ("placed", "cancelled"), ("confirmed", "cancelled")])
def test_what_is_not_sent_has_no_invoice(steps):
    now, step = steps
    change_state(OrderFactory(state=now), step, by=None, at=AT)

    assert Invoice.objects.count() == 0


def test_a_payment_is_noted_and_taken_back_and_the_company_worked_out_again():
    invoice = InvoiceFactory()

    assert note_payment(invoice, date(2026, 4, 9), today=TODAY).paid_on == date(2026, 4, 9)
    assert OutboxEntry.objects.get().customer_key == invoice.order.company.number
    assert note_payment(invoice, None, today=TODAY).paid_on is None
    assert Invoice.objects.get().paid_on is None


@pytest.mark.parametrize(
    ("paid_on", "why"), [(date(2026, 4, 11), "on a day to come"), (date(2026, 3, 3), "before it was issued")]
)
def test_an_invoice_is_not_paid_on_a_day_it_cannot_have_been(paid_on, why):
    invoice = InvoiceFactory()

    with pytest.raises(CannotBePaidError, match=f"{invoice.number} cannot have been paid {why}"):
        note_payment(invoice, paid_on, today=TODAY)

    assert (Invoice.objects.get().paid_on, OutboxEntry.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    ("due_on", "paid_on", "state"),
    [
        (TODAY, None, InvoiceState.OPEN),
        (TODAY - timedelta(days=1), None, InvoiceState.OVERDUE),
        (TODAY - timedelta(days=1), TODAY, InvoiceState.PAID),
    ],
)
def test_what_an_invoice_is_by_itself_and_in_the_database(due_on, paid_on, state):
    invoice = InvoiceFactory(due_on=due_on, paid_on=paid_on)

    found = [each for each in InvoiceState if Invoice.objects.filter(in_state(each, on=TODAY)).exists()]

    assert (invoice.state_on(TODAY), found) == (state, [state])


def test_a_company_has_its_own_invoices_the_newest_first():
    company = CompanyFactory()
    older, newer = (
        InvoiceFactory(order__company=company, issued_on=date(2026, 3, day), due_on=date(2026, 5, 1)) for day in (1, 2)
    )
    InvoiceFactory()

    assert list(invoices_of(company)) == [newer, older]
