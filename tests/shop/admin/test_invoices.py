from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from shop.orders.models import Invoice, Order
from tests.factories import InvoiceFactory, OrderFactory, UserFactory
from tests.shop.admin.conftest import fields_of

pytestmark = pytest.mark.django_db

LIST = "admin:shop_orders_invoice_changelist"


def page_of(instance):
    return reverse(f"admin:shop_orders_{instance._meta.model_name}_change", args=[instance.pk])


def paid_days():
    return dict(Invoice.objects.values_list("pk", "paid_on"))


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def mark_paid(client, invoices, **sent):
    chosen = {"action": "mark_paid", "_selected_action": [invoice.pk for invoice in invoices]}
    return client.post(reverse(LIST), chosen | sent, follow=True)


def test_invoices_are_marked_as_paid_on_a_day(office):
    day = timezone.localdate() - timedelta(days=2)
    first, second, other = (InvoiceFactory() for _ in range(3))

    answer = mark_paid(office, [first, second], paid_on=day.isoformat())

    assert paid_days() == {first.pk: day, second.pk: day, other.pk: None}
    assert told(answer) == ["2 invoices are paid now."]


def test_without_a_day_they_are_paid_today_and_those_that_are_stay(office):
    earlier = timezone.localdate() - timedelta(days=9)
    paid, other = InvoiceFactory(paid_on=earlier), InvoiceFactory()

    mark_paid(office, [paid, other])

    assert paid_days() == {paid.pk: earlier, other.pk: timezone.localdate()}


def test_a_day_that_cannot_be_is_told_and_nothing_changes(office):
    invoice = InvoiceFactory()

    answer = mark_paid(office, [invoice], paid_on=(timezone.localdate() + timedelta(days=1)).isoformat())

    assert paid_days() == {invoice.pk: None}
    assert told(answer) == [f"Invoice {invoice.number} cannot have been paid on a day to come."]


@pytest.mark.parametrize("nonsense", ["2026-02-31", "soon"])
def test_what_is_no_day_marks_nothing(office, nonsense):
    invoice = InvoiceFactory()

    answer = mark_paid(office, [invoice], paid_on=nonsense)

    assert (answer.status_code, paid_days()) == (200, {invoice.pk: None})
    assert told(answer) == ["Enter the day as it is in the calendar, such as 2026-03-24. Nothing changed."]


def test_a_payment_is_corrected_on_the_page_of_the_invoice(office):
    invoice = InvoiceFactory(paid_on=timezone.localdate())

    office.post(page_of(invoice), {"paid_on": "", "total": "1.00", "due_on": "2020-01-01"})

    invoice.refresh_from_db()
    assert (invoice.paid_on, str(invoice.total), str(invoice.due_on)) == (None, "198.75", "2026-04-03")


def test_the_page_refuses_a_day_before_the_invoice(office):
    invoice = InvoiceFactory()

    answer = office.post(page_of(invoice), {"paid_on": "2026-03-03"})

    assert answer.context["adminform"].form.errors["paid_on"] == [
        f"Invoice {invoice.number} cannot have been paid before it was issued."
    ]


@pytest.mark.parametrize("state", ["open", "overdue", "paid", "nonsense"])
def test_the_list_is_narrowed_down_by_what_they_are(office, state):
    today = timezone.localdate()
    invoices = {
        "open": InvoiceFactory(due_on=today),
        "overdue": InvoiceFactory(due_on=today - timedelta(days=1)),
        "paid": InvoiceFactory(paid_on=today),
    }

    found = set(office.get(reverse(LIST), {"state": state}).context["cl"].queryset)

    assert found == ({invoices[state]} if state in invoices else set(invoices.values()))


def test_who_may_only_view_invoices_marks_none(client):
    looker = UserFactory(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_invoice"))
    client.force_login(looker)
    invoice = InvoiceFactory()

    mark_paid(client, [invoice])
    client.post(page_of(invoice), {"paid_on": timezone.localdate().isoformat()})

    assert paid_days() == {invoice.pk: None}


def test_nobody_adds_or_deletes_invoices(office):
    invoice = InvoiceFactory()

    assert office.get(reverse("admin:shop_orders_invoice_add")).status_code == 403
    assert office.post(reverse("admin:shop_orders_invoice_delete", args=[invoice.pk])).status_code == 403


def test_how_an_order_came_in_is_told_on_its_page(office):
    order = OrderFactory(state="delivered")
    sent = fields_of(office.get(page_of(order)), "order_form")

    answer = office.post(page_of(order), sent | {"channel": "rep", "quote_number": "Q7", "_save": "1"}, follow=True)

    order = Order.objects.get()
    assert (order.channel, order.quote_number, order.state) == ("rep", "Q7", "delivered")
    assert told(answer) == ["How the order came in is saved."]
