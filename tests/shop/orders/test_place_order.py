from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from segmentation.models import OutboxEntry
from shop.cart.models import CartLine
from shop.companies.models import CompanyMember
from shop.orders.models import Order, OrderLine
from shop.orders.services import CannotOrderError
from shop.orders.signals import order_changed
from shop.stock.models import StockMovement
from shop.stock.selectors import available_of
from shop.stock.services import OutOfStockError
from tests.factories import AddressFactory, CategoryFactory, PriceFactory, ProductFactory
from tests.shop.orders.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return ProductFactory(price="10.00", available=10)


def in_cart(buyer):
    return dict(CartLine.objects.filter(cart=buyer.cart).values_list("product", "quantity"))


def test_an_order_keeps_what_was_agreed(buyer):
    chair = ProductFactory(
        sku="CH-1", name="Chair", price="250.00", available=9, category=CategoryFactory(slug="chairs")
    )
    PriceFactory(product=chair, from_quantity=3, unit_price=Decimal("199.95"))

    order = buyer.put(chair, 3).order(po_number="PO 7", wished_delivery=date(2026, 3, 9), note="Ring the bell")

    order.refresh_from_db()
    assert (order.company, order.placed_by, order.placed_at) == (buyer.member.company, buyer.member.user, AT)
    assert (order.state, order.po_number, order.note) == ("placed", "PO 7", "Ring the bell")
    assert (order.wished_delivery, order.currency) == (date(2026, 3, 9), "DKK")
    assert (order.net_total, order.freight, order.vat, order.total) == (
        Decimal("599.85"),
        Decimal("59.00"),
        Decimal("164.71"),
        Decimal("823.56"),
    )
    assert list(
        order.lines.values_list(
            "position", "product", "sku", "name", "category_key", "quantity", "unit_price", "line_total"
        )
    ) == [(1, chair.pk, "CH-1", "Chair", "chairs", 3, Decimal("199.95"), Decimal("599.85"))]


def test_an_order_keeps_its_address_when_the_company_moves(buyer, product):
    order = buyer.put(product).order()
    buyer.address.street = "Elsewhere 2"
    buyer.address.save()

    order.refresh_from_db()

    assert (order.recipient, order.street, order.city) == ("Goods inward", "Havnegade 1", "Aarhus")


def test_an_order_can_go_to_an_address_that_is_not_kept(buyer, product):
    address = AddressFactory.build(company=buyer.member.company, street="Site 4")

    assert buyer.put(product).order(address=address).street == "Site 4"


def test_the_number_is_the_year_in_the_shop_and_the_order(buyer, product):
    order = buyer.put(product).order(at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))

    assert order.number == f"2026-{order.pk:06d}"


def test_placing_takes_stock_empties_the_cart_and_notes_the_step(buyer, product):
    order = buyer.put(product, 4).order()

    assert available_of([product.pk]) == {product.pk: 6}
    assert list(StockMovement.objects.values_list("change", "cause", "reference")) == [(-4, "order", order.number)]
    assert in_cart(buyer) == {}
    assert list(order.events.values_list("state", "at", "by")) == [("placed", AT, buyer.member.user_id)]


def test_volume_prices_count_only_where_the_buyer_has_them(buyer, product):
    PriceFactory(product=product, from_quantity=2, unit_price=Decimal("8.00"))

    order = buyer.put(product, 2).order(volume_in=lambda _category: False)

    assert order.net_total == Decimal("20.00")


def test_the_price_is_read_when_the_order_is_placed(buyer, product):
    buyer.put(product, 2)
    product.prices.update(unit_price=Decimal("12.00"))

    assert buyer.order().net_total == Decimal("24.00")


def test_the_same_submission_orders_once(buyer, product):
    submission = uuid4()
    first = buyer.put(product, 2).order(submission=submission)
    buyer.put(product, 2)

    second = buyer.order(submission=submission)

    assert second == first
    assert Order.objects.count() == 1
    assert in_cart(buyer) == {product.pk: 2}
    assert available_of([product.pk]) == {product.pk: 8}


def test_the_submission_of_a_stranger_does_not_show_their_order(buyer, another_buyer, product):
    submission = uuid4()
    another_buyer().put(product).order(submission=submission)

    with pytest.raises(CannotOrderError) as error:
        buyer.put(product).order(submission=submission)

    assert [problem.code for problem in error.value.problems] == ["stale"]


def test_out_of_stock_loses_nothing(buyer, product):
    short = ProductFactory(price="1.00", available=1)
    buyer.put(product, 4).put(short, 2)

    with pytest.raises(OutOfStockError) as error:
        buyer.order()

    assert error.value.shortages == {short.pk: 1}
    assert in_cart(buyer) == {product.pk: 4, short.pk: 2}
    assert available_of([product.pk, short.pk]) == {product.pk: 10, short.pk: 1}
    assert [model.objects.count() for model in (Order, OrderLine, StockMovement, OutboxEntry)] == [0, 0, 0, 0]


def refused(buyer, **changes):
    with pytest.raises(CannotOrderError) as error:
        buyer.order(**changes)
    assert Order.objects.count() == 0
    return [problem.code for problem in error.value.problems]


def test_an_empty_cart_is_refused(buyer):
    assert refused(buyer) == ["empty"]


@pytest.mark.parametrize("role", [CompanyMember.Role.ADMIN, CompanyMember.Role.BUYER])
def test_administrators_and_buyers_may_order(another_buyer, product, role):
    assert another_buyer(role=role).put(product).order().number


def test_who_may_look_only_is_refused(another_buyer, product):
    buyer = another_buyer(role=CompanyMember.Role.VIEWER).put(product)

    assert refused(buyer) == ["may_not_order"]
    assert in_cart(buyer) == {product.pk: 1}


def test_who_left_the_company_is_refused(buyer, product):
    buyer.put(product)
    buyer.member.delete()

    assert refused(buyer) == ["may_not_order"]


def test_the_cart_of_a_colleague_is_refused(buyer, another_buyer, product):
    colleague = another_buyer(company=buyer.member.company)

    assert refused(buyer.put(product), by=colleague.member.user) == ["may_not_order"]


def test_a_blocked_company_is_refused(another_buyer, product):
    assert refused(another_buyer(company__is_active=False).put(product)) == ["company_blocked"]


def test_the_address_of_another_company_is_refused(buyer, product):
    assert refused(buyer.put(product), address=AddressFactory()) == ["address"]


def test_every_line_that_cannot_be_ordered_is_named(buyer, product):
    buyer.put(product)
    buyer.put(ProductFactory(name="Desk", price="1", available=9, is_active=False))
    buyer.put(ProductFactory(name="Lamp", available=9))
    buyer.put(ProductFactory(name="Pen", price="1", available=9, minimum_quantity=5))

    with pytest.raises(CannotOrderError) as error:
        buyer.order()

    assert [str(problem) for problem in error.value.problems] == [
        "Desk is no longer for sale.",
        "Lamp is no longer for sale.",
        "Pen: Sold from 5 on.",
    ]


def test_the_company_waits_to_be_worked_out_again(buyer, product):
    buyer.put(product).order()

    assert list(OutboxEntry.objects.values_list("customer_key", flat=True)) == [buyer.member.company.number]


def test_a_receiver_that_fails_takes_the_order_with_it(buyer, product):
    def fail(**_):
        raise RuntimeError("no room left")

    order_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            buyer.put(product).order()
    finally:
        order_changed.disconnect(fail)

    assert (Order.objects.count(), in_cart(buyer)) == (0, {product.pk: 1})


def assert_placing_takes(queries, *, buyer, count, django_assert_num_queries):
    category = CategoryFactory()
    for _ in range(count):
        buyer.put(ProductFactory(price="10.00", available=10, category=category))

    with django_assert_num_queries(queries):
        order = buyer.order()

    assert order.lines.count() == count


@pytest.mark.parametrize("count", [1, 30])
def test_placing_takes_the_same_queries_for_any_number_of_lines(django_assert_num_queries, buyer, count):
    assert_placing_takes(18, buyer=buyer, count=count, django_assert_num_queries=django_assert_num_queries)


def test_placing_many_lines_takes_no_query_more_unless_the_database_wants_parts(django_assert_num_queries, buyer):
    # SQLite takes at most a thousand values in a statement, so Django writes lines in three and stock in two parts.
    queries = {"postgresql": 18, "sqlite": 21}[connection.vendor]

    assert_placing_takes(queries, buyer=buyer, count=200, django_assert_num_queries=django_assert_num_queries)
