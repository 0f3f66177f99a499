from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import CompanyMemberFactory, InvoiceFactory
from tests.shop.storefront.trading import log_in

pytestmark = pytest.mark.django_db


def issued(company, *, days_ago, due_in=30, **fields):
    day = timezone.localdate() - timedelta(days=days_ago)
    return InvoiceFactory(order__company=company, issued_on=day, due_on=day + timedelta(days=due_in), **fields)


def shown(response):
    return [(row.invoice.number, row.state.value) for row in response.context["rows"]]


def test_list_shows_the_own_invoices_only_with_what_they_are_today():
    client, member = log_in()
    paid = issued(member.company, days_ago=60, paid_on=timezone.localdate() - timedelta(days=40))
    overdue, fresh = issued(member.company, days_ago=50), issued(member.company, days_ago=1)
    InvoiceFactory()

    page = client.get(reverse("invoices"))

    assert shown(page) == [(fresh.number, "open"), (overdue.number, "overdue"), (paid.number, "paid")]
    assert [f'href="{each.order.get_absolute_url()}"' in page.text for each in (paid, overdue, fresh)] == [True] * 3


def test_who_may_only_look_sees_invoices_too():
    client, member = log_in(CompanyMemberFactory(role="viewer"))
    invoice = issued(member.company, days_ago=1)

    assert shown(client.get(reverse("invoices"))) == [(invoice.number, "open")]


def test_twenty_are_on_a_page():
    client, member = log_in()
    numbers = [issued(member.company, days_ago=age).number for age in range(21)]

    assert [number for number, _state in shown(client.get(reverse("invoices")))] == numbers[:20]
    assert [number for number, _state in shown(client.get(reverse("invoices") + "?page=2"))] == numbers[20:]


@pytest.mark.parametrize("page", ["999", "x", "-1"])
def test_list_lives_with_any_address(page):
    client, _member = log_in()

    assert client.get(reverse("invoices"), {"page": page}).status_code == 200


def test_without_invoices_the_page_says_when_there_will_be():
    client, _member = log_in()

    assert "No invoices yet" in client.get(reverse("invoices")).text


def test_a_visitor_is_sent_to_the_log_in(client):
    assert client.get(reverse("invoices")).url == f"/login/?next={reverse('invoices')}"


@pytest.mark.parametrize("count", [1, 30])
def test_list_takes_the_same_queries_for_any_number(django_assert_num_queries, count):
    client, member = log_in()
    for _number in range(count):
        issued(member.company, days_ago=1)
    client.get(reverse("invoices"))

    with django_assert_num_queries(6):
        client.get(reverse("invoices"))
