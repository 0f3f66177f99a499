from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from shop.orders.selectors import ReorderState, order_of, orders_of, reorder_check, usual_items
from tests.factories import (
    CategoryFactory,
    CompanyFactory,
    OrderFactory,
    OrderLineFactory,
    PriceFactory,
    ProductFactory,
)
from tests.shop.orders.conftest import AT, always

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


@pytest.fixture
def company():
    return CompanyFactory()


def test_a_company_sees_its_own_orders_newest_first(company):
    older = OrderFactory(company=company, placed_at=AT - timedelta(days=1))
    newer = OrderFactory(company=company, placed_at=AT)
    OrderFactory()

    assert list(orders_of(company)) == [newer, older]


def test_an_order_is_found_by_its_number(company):
    order = OrderFactory(company=company)

    assert order_of(company, order.number) == order


@pytest.mark.parametrize("number", ["strangers", "", "nothing", "2026\0", "None"])
def test_another_companys_order_is_not_there(company, number):
    stranger = OrderFactory()
    OrderFactory(company=company, number=None)

    assert order_of(company, stranger.number if number == "strangers" else number) is None


def bought(company, product, quantity, *, days_ago=1, state="delivered"):
    order = OrderFactory(company=company, state=state, placed_at=AT - timedelta(days=days_ago))
    return OrderLineFactory(order=order, product=product, quantity=quantity)


def test_usual_items_are_those_in_most_orders_and_then_the_latest(company):
    rare, often, late = (ProductFactory() for _ in range(3))
    bought(company, rare, 100, days_ago=9)
    bought(company, often, 1, days_ago=30)
    bought(company, often, 1, days_ago=20)
    bought(company, late, 1, days_ago=2)

    found = usual_items(company, as_of=TODAY)

    assert [(item.product, item.times) for item in found] == [(often, 2), (late, 1), (rare, 1)]
    assert found[0].last_ordered == AT - timedelta(days=20)


def test_the_usual_quantity_is_the_middle_of_the_last_three(company):
    product = ProductFactory()
    for days_ago, quantity in [(40, 500), (30, 10), (20, 12), (10, 50)]:
        bought(company, product, quantity, days_ago=days_ago)

    [item] = usual_items(company, as_of=TODAY)

    assert (item.times, item.usual_quantity) == (4, 12)


@pytest.mark.parametrize(("quantities", "usual"), [([5], 6), ([6, 9], 8), ([6, 8], 8), ([1], 4)])
def test_the_usual_quantity_is_one_the_product_is_sold_in(company, quantities, usual):
    product = ProductFactory(minimum_quantity=4, quantity_multiple=2)
    for quantity in quantities:
        bought(company, product, quantity)

    assert [item.usual_quantity for item in usual_items(company, as_of=TODAY)] == [usual]


def test_cancelled_old_later_and_others_orders_do_not_count(company):
    product = ProductFactory()
    bought(company, product, 1, state="cancelled")
    bought(company, product, 1, days_ago=366)
    bought(company, product, 1, days_ago=-1)
    bought(CompanyFactory(), product, 1)

    assert usual_items(company, as_of=TODAY) == []


def test_an_order_of_the_day_itself_counts_in_the_shops_own_time(company):
    order = OrderFactory(company=company, placed_at=datetime(2026, 3, 2, 22, 59, tzinfo=UTC))
    OrderLineFactory(order=order)

    assert [len(usual_items(company, as_of=day)) for day in (TODAY - timedelta(days=1), TODAY)] == [0, 1]


def test_what_is_not_for_sale_is_no_usual_item(company):
    bought(company, ProductFactory(is_active=False), 1)

    assert usual_items(company, as_of=TODAY) == []


@pytest.mark.parametrize("count", [1, 30])
def test_usual_items_take_one_query(django_assert_num_queries, company, count):
    for _ in range(count):
        bought(company, ProductFactory(), 1)

    with django_assert_num_queries(1):
        items = usual_items(company, as_of=TODAY, limit=count)
        facts = [(item.product.brand.name, item.product.category.name, item.product.stock) for item in items]

    assert len(facts) == count


def check(order):
    return reorder_check(order, company=order.company, volume_in=always)


def old_line(company, product, quantity=2, unit_price="10.00"):
    order = OrderFactory(company=company)
    return OrderLineFactory(order=order, product=product, quantity=quantity, unit_price=Decimal(unit_price))


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"price": "10.00", "available": 2}, ReorderState.OK),
        ({"price": "11.00", "available": 2}, ReorderState.PRICE_CHANGED),
        ({"price": "10.00", "available": 1}, ReorderState.LESS_STOCK),
        ({"price": "11.00", "available": 0}, ReorderState.LESS_STOCK),
        ({"available": 2}, ReorderState.GONE),
        ({"price": "10.00", "available": 2, "is_active": False}, ReorderState.GONE),
    ],
)
def test_an_old_line_says_how_it_stands_now(company, fields, state):
    line = old_line(company, ProductFactory(**fields))

    assert [checked.state for checked in check(line.order)] == [state]


def test_an_old_line_shows_the_old_and_the_new_price(company):
    line = old_line(company, ProductFactory(price="11.00", available=5))

    [checked] = check(line.order)

    assert (checked.product, checked.quantity, checked.available) == (line.product, 2, 5)
    assert (checked.old_price, checked.price) == (Decimal("10.00"), Decimal("11.00"))


def test_the_new_price_is_that_of_the_quantity(company):
    product = ProductFactory(price="10.00", available=5)
    PriceFactory(product=product, from_quantity=2, unit_price=Decimal("9.00"))

    assert [checked.price for checked in check(old_line(company, product).order)] == [Decimal("9.00")]


def test_a_replaced_product_shows_what_replaced_it(company):
    newest = ProductFactory(price="12.00", available=50, quantity_multiple=5)
    between = ProductFactory(is_active=False, successor=newest)
    line = old_line(company, ProductFactory(is_active=False, successor=between), quantity=4)

    [checked] = check(line.order)

    assert (checked.state, checked.product, checked.replacement) == (ReorderState.REPLACED, line.product, newest)
    assert (checked.price, checked.quantity, checked.available) == (Decimal("12.00"), 5, 50)


def test_a_product_still_for_sale_is_not_replaced_by_its_successor(company):
    product = ProductFactory(price="10.00", available=2, successor=ProductFactory(price="1.00", available=9))

    assert [checked.replacement for checked in check(old_line(company, product).order)] == [None]


def test_products_that_replace_each_other_are_gone(company):
    first = ProductFactory(is_active=False)
    second = ProductFactory(is_active=False, successor=first)
    first.successor = second
    first.save()

    assert [checked.state for checked in check(old_line(company, first).order)] == [ReorderState.GONE]


def test_a_gone_line_does_not_stop_the_others(company):
    order = OrderFactory(company=company)
    OrderLineFactory(order=order, product=ProductFactory(is_active=False))
    OrderLineFactory(order=order, product=ProductFactory(price="10.00", available=5))

    assert [checked.state for checked in check(order)] == [ReorderState.GONE, ReorderState.OK]


def test_two_old_lines_that_come_to_one_product_share_its_stock(company):
    product = ProductFactory(price="10.00", available=3)
    order = OrderFactory(company=company)
    OrderLineFactory(order=order, product=product, quantity=2)
    OrderLineFactory(order=order, product=ProductFactory(is_active=False, successor=product), quantity=2)

    assert [(checked.state, checked.available) for checked in check(order)] == [
        (ReorderState.LESS_STOCK, 3),
        (ReorderState.REPLACED, 3),
    ]


def test_an_order_is_not_checked_for_another_company(company):
    with pytest.raises(ValueError, match="the company that placed it"):
        reorder_check(OrderFactory(), company=company, volume_in=always)


@pytest.mark.parametrize("count", [1, 30])
def test_a_reorder_check_takes_six_queries(django_assert_num_queries, company, count):
    order, category = OrderFactory(company=company), CategoryFactory()
    replacement = ProductFactory(price="1.00", available=9, category=category)
    for number in range(count):
        gone = {"is_active": False, "successor": replacement} if number % 2 == 0 else {}
        product = ProductFactory(price="1.00", available=9, category=category, **gone)
        OrderLineFactory(order=order, product=product)

    with django_assert_num_queries(6):
        checked = check(order)

    assert len(checked) == count
