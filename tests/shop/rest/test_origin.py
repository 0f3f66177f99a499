"""Who may say by which way an order came in."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission

from shop.orders.models import Order
from tests.factories import AddressFactory
from tests.shop.rest.calling import Caller
from tests.shop.storefront.trading import fill_cart, in_cart, make_goods

pytestmark = pytest.mark.django_db


@pytest.fixture
def buying():
    caller = Caller()
    fill_cart(caller.member, make_goods(1))
    return caller, {"submission": str(uuid4()), "address": AddressFactory(company=caller.member.company).pk}


def test_an_order_by_the_api_counts_as_edi(buying):
    caller, body = buying

    assert caller.post("orders/", body).status_code == 201
    order = Order.objects.get()
    assert (order.channel, order.small_screen, order.quote_number) == ("edi", None, "")


@pytest.mark.parametrize("told", [{"channel": "web"}, {"channel": "edi"}, {"quote_number": "Q7"}])
def test_a_buyer_cannot_say_how_it_came_in(buying, told):
    caller, body = buying

    answer = caller.post("orders/", body | told)

    assert (answer.status_code, Order.objects.count(), len(in_cart(caller.member))) == (403, 0, 1)
    assert answer.json()["detail"] == "Only our own staff can say how an order came in."


def test_staff_who_may_change_orders_say_how_it_came_in(buying):
    caller, body = buying
    caller.member.user.user_permissions.add(Permission.objects.get(codename="change_order"))

    assert caller.post("orders/", body | {"channel": "rep", "quote_number": "Q7"}).status_code == 201
    order = Order.objects.get()
    assert (order.channel, order.quote_number) == ("rep", "Q7")


def test_a_way_that_there_is_not_is_refused(buying):
    caller, body = buying

    assert caller.post("orders/", body | {"channel": "pigeon"}).status_code == 400
