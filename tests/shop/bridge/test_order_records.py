from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from segmentation.host import open_directory
from segmentation.order_records import OrderRecord
from shop.orders.services import record_return
from tests.factories import CompanyFactory, InvoiceFactory, OrderFactory, OrderLineFactory, UserFactory
from tests.shop.orders.conftest import AT

pytestmark = pytest.mark.django_db

PLACED = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
MONEY = ("value", "cost", "discounted_value")


def records_of(*companies, since=DAY, until=DAY):
    numbers = [company.number for company in companies]
    return list(open_directory().order_records(numbers, since=since, until=until))


def line(order, *, quantity, price, list_price, cost):
    return OrderLineFactory(
        order=order,
        quantity=quantity,
        unit_price=Decimal(price),
        list_price=list_price and Decimal(list_price),
        unit_cost=cost and Decimal(cost),
    )


def money_of(order):
    [record] = records_of(order.company)
    return tuple(None if getattr(record, name) is None else str(getattr(record, name)) for name in MONEY)


def test_an_order_tells_all_that_is_known_of_it():
    person = UserFactory()
    order = OrderFactory(
        placed_by=person,
        placed_at=PLACED,
        channel="web",
        small_screen=True,
        quote_number="Q7",
        started_at=PLACED - timedelta(hours=3),
        wished_delivery=date(2026, 3, 9),
    )
    line(order, quantity=3, price="10.00", list_price="12.00", cost="7.50")
    line(order, quantity=2, price="4.00", list_price="4.00", cost="1.05")
    InvoiceFactory(order=order, due_on=date(2026, 4, 3), paid_on=date(2026, 4, 1))

    assert records_of(order.company) == [
        OrderRecord(
            customer_key=order.company.number,
            placed_at=PLACED,
            value=Decimal("38.00"),
            cost=Decimal("24.60"),
            discounted_value=Decimal("30.00"),
            channel="web",
            small_screen=True,
            quoted=True,
            first_look_at=PLACED - timedelta(hours=3),
            due_on=date(2026, 4, 3),
            paid_on=date(2026, 4, 1),
            fixed_date=True,
            wished_delivery=date(2026, 3, 9),
            placed_by=str(person.pk),
        )
    ]


def test_what_an_order_of_before_does_not_know_stays_open():
    order = OrderFactory(placed_at=PLACED)
    line(order, quantity=1, price="10.00", list_price=None, cost=None)

    assert records_of(order.company) == [
        OrderRecord(
            customer_key=order.company.number,
            placed_at=PLACED,
            value=Decimal("10.00"),
            fixed_date=False,
        )
    ]


def test_an_order_that_followed_no_quote_says_so():
    order = OrderFactory(placed_at=PLACED, channel="edi")
    line(order, quantity=1, price="10.00", list_price=None, cost=None)

    assert [record.quoted for record in records_of(order.company)] == [False]


def test_one_line_without_cost_or_list_price_leaves_the_whole_open():
    order = OrderFactory(placed_at=PLACED)
    line(order, quantity=1, price="10.00", list_price="12.00", cost="7.00")
    line(order, quantity=1, price="10.00", list_price=None, cost=None)

    assert money_of(order) == ("20.00", None, None)


def test_what_came_back_is_taken_from_value_cost_and_discount():
    order = OrderFactory(placed_at=PLACED, state="delivered")
    reduced = line(order, quantity=10, price="3.33", list_price="4.00", cost="2.22")
    plain = line(order, quantity=4, price="5.00", list_price="5.00", cost="1.00")
    record_return(reduced, 1, by=None, at=AT)
    record_return(reduced, 2, by=None, at=AT)
    record_return(plain, 4, by=None, at=AT)

    assert money_of(order) == ("23.31", "15.54", "23.31")


def test_nothing_below_the_list_is_a_discount_of_nothing():
    order = OrderFactory(placed_at=PLACED)
    line(order, quantity=1, price="10.00", list_price="10.00", cost="7.00")

    assert money_of(order) == ("10.00", "7.00", "0.00")


def test_the_days_are_the_shop_s_and_both_count():
    company = CompanyFactory()
    # Copenhagen is an hour ahead in March: the first begins at 23:00 of the day before, the second ends at 23:00.
    moments = [
        datetime(2026, 3, day, hour, minute, tzinfo=UTC)
        for day, hour, minute in [(1, 22, 59), (1, 23, 0), (3, 22, 59), (3, 23, 0)]
    ]
    for at in moments:
        line(OrderFactory(company=company, placed_at=at), quantity=1, price="1.00", list_price=None, cost=None)

    found = records_of(company, since=date(2026, 3, 2), until=date(2026, 3, 3))

    assert sorted(record.placed_at for record in found) == moments[1:3]


def test_cancelled_orders_and_other_companies_are_left_out():
    mine = OrderFactory(placed_at=PLACED)
    for order in (mine, OrderFactory(company=mine.company, placed_at=PLACED, state="cancelled"), OrderFactory()):
        line(order, quantity=1, price="1.00", list_price=None, cost=None)

    assert [record.customer_key for record in records_of(mine.company)] == [mine.company.number]


@pytest.mark.parametrize("count", [1, 30])
def test_everybody_is_read_in_two_queries(django_assert_num_queries, count):
    companies = CompanyFactory.create_batch(count)
    for company in companies:
        order = OrderFactory(company=company, placed_at=PLACED, state="delivered")
        sent_back = [line(order, quantity=2, price="1.00", list_price="1.00", cost="0.50") for _ in range(2)]
        record_return(sent_back[0], 1, by=None, at=AT)
        InvoiceFactory(order=order)

    with django_assert_num_queries(2):
        found = records_of(*companies)

    assert {record.value for record in found} == {Decimal("3.00")}
    assert len(found) == count
