from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from segmentation.models import OutboxEntry
from shop.cart.models import Cart
from shop.orders.models import Order
from shop.orders.origin import OrderOrigin
from shop.orders.services import note_origin
from tests.factories import CompanyPriceListFactory, OrderFactory, PriceFactory, ProductFactory
from tests.shop.orders.conftest import AT

pytestmark = pytest.mark.django_db


def origin_of(order):
    return order.channel, order.small_screen, order.quote_number


def test_an_order_remembers_how_it_came_about(buyer):
    buyer.put(ProductFactory(price="10.00", available=5))
    told = OrderOrigin(channel="phone", small_screen=False, quote_number="Q7")

    buyer.order(origin=told)

    assert origin_of(Order.objects.get()) == ("phone", False, "Q7")


def test_what_nobody_tells_is_not_known(buyer):
    buyer.put(ProductFactory(price="10.00", available=5)).order()

    assert origin_of(Order.objects.get()) == ("", None, "")


@pytest.mark.parametrize(
    ("started_at", "remembered"),
    [(AT - timedelta(days=9), AT - timedelta(days=9)), (None, None), (AT + timedelta(seconds=1), AT)],
    ids=["known", "a cart from before", "a clock that is ahead"],
)
def test_an_order_remembers_when_its_cart_was_begun(buyer, started_at, remembered):
    Cart.objects.update(started_at=started_at)
    buyer.put(ProductFactory(price="10.00", available=5)).order()

    assert Order.objects.get().started_at == remembered


def test_a_line_remembers_the_list_price_and_the_cost_of_that_moment(buyer):
    plain, agreed, volume, unknown = (
        ProductFactory(price="10.00", available=50, unit_cost=cost) for cost in ("6.10", "6.20", "6.30", None)
    )
    PriceFactory(
        product=agreed,
        price_list=CompanyPriceListFactory(company=buyer.member.company).price_list,
        unit_price=Decimal("9.00"),
    )
    PriceFactory(product=volume, from_quantity=10, unit_price=Decimal("8.00"))

    order = buyer.put(plain).put(agreed).put(volume, 10).put(unknown).order()
    plain.prices.update(unit_price=Decimal("11.00"))
    type(plain).objects.update(unit_cost=Decimal("7.00"))

    assert [tuple(map(str, line)) for line in order.lines.values_list("unit_price", "list_price", "unit_cost")] == [
        ("10.00", "10.00", "6.10"),
        ("9.00", "10.00", "6.20"),
        ("8.00", "10.00", "6.30"),
        ("10.00", "10.00", "None"),
    ]


def test_what_is_only_on_the_agreed_list_has_no_list_price(buyer):
    product = ProductFactory(available=5)
    price_list = CompanyPriceListFactory(company=buyer.member.company).price_list
    PriceFactory(product=product, price_list=price_list, unit_price=Decimal("9.00"))

    order = buyer.put(product).order()

    assert order.lines.get().list_price is None


def test_the_origin_can_be_told_later_and_the_company_is_worked_out_again():
    order = OrderFactory()

    note_origin(order, channel="rep", quote_number="Q9")

    assert origin_of(Order.objects.get()) == ("rep", None, "Q9")
    assert OutboxEntry.objects.get().customer_key == order.company.number
