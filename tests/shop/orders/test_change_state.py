from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from segmentation.models import OutboxEntry
from shop.orders.models import Order, OrderState
from shop.orders.services import CannotReturnError, InvalidStepError, change_state, record_return
from shop.stock.models import StockMovement
from shop.stock.selectors import available_of
from tests.factories import OrderFactory, OrderLineFactory, ProductFactory, UserFactory
from tests.shop.orders.conftest import AT

pytestmark = pytest.mark.django_db

STATES = [str(state) for state in OrderState]
STEPS = {
    ("placed", "confirmed"),
    ("placed", "cancelled"),
    ("confirmed", "shipped"),
    ("confirmed", "cancelled"),
    ("shipped", "delivered"),
}


@pytest.mark.parametrize(("now", "wanted"), sorted(STEPS))
def test_each_step_is_taken_and_noted(now, wanted):
    order, person = OrderFactory(state=now), UserFactory()

    changed = change_state(order, wanted, by=person, at=AT)

    assert (changed.state, Order.objects.get().state) == (wanted, wanted)
    assert list(order.events.values_list("state", "at", "by")) == [(wanted, AT, person.pk)]


@pytest.mark.parametrize(
    ("now", "wanted"), [(now, wanted) for now in STATES for wanted in STATES if (now, wanted) not in STEPS]
)
def test_no_other_step_is_taken(now, wanted):
    order = OrderFactory(state=now)

    with pytest.raises(InvalidStepError):
        change_state(order, wanted, by=None, at=AT)

    assert (Order.objects.get().state, order.events.count()) == (now, 0)


def test_the_state_in_the_database_decides_and_not_what_was_read_earlier():
    order = OrderFactory(state="placed")
    Order.objects.update(state="shipped")

    with pytest.raises(InvalidStepError, match="is “Shipped” and cannot become “Cancelled”"):
        change_state(order, "cancelled", by=None, at=AT)


def test_cancelling_gives_the_stock_back_once(buyer):
    first, second = (ProductFactory(price="1.00", available=10) for _ in range(2))
    order = buyer.put(first, 3).put(second, 4).order()

    change_state(order, "cancelled", by=None, at=AT)
    with pytest.raises(InvalidStepError):
        change_state(order, "cancelled", by=None, at=AT)

    assert available_of([first.pk, second.pk]) == {first.pk: 10, second.pk: 10}
    assert sorted(StockMovement.objects.filter(cause="cancellation").values_list("product", "change", "reference")) == [
        (first.pk, 3, order.number),
        (second.pk, 4, order.number),
    ]


def test_a_step_has_the_company_worked_out_again():
    order = OrderFactory()

    change_state(order, "confirmed", by=None, at=AT)

    assert OutboxEntry.objects.get().customer_key == order.company.number


@pytest.mark.parametrize("count", [1, 30])
def test_cancelling_takes_the_same_queries_for_any_number_of_lines(django_assert_num_queries, count):
    order = OrderFactory()
    for line in OrderLineFactory.create_batch(count, order=order):
        assert line.product.stock.available == 0

    with django_assert_num_queries(12):
        change_state(order, "cancelled", by=None, at=AT)


@pytest.fixture
def line():
    product = ProductFactory(available=5)
    return OrderLineFactory(order__state="delivered", product=product, quantity=10, unit_price=Decimal("3.33"))


def test_a_return_is_credited_at_the_price_paid_and_put_into_stock(line):
    person = UserFactory()

    returned = record_return(line, 3, by=person, at=AT, reason="Too many")

    assert (str(returned.credit), returned.recorded_by, returned.returned_at) == ("9.99", person, AT)
    assert returned.reason == "Too many"
    assert available_of([line.product_id]) == {line.product_id: 8}
    assert StockMovement.objects.get().reference == line.order.number
    assert OutboxEntry.objects.get().customer_key == line.order.company.number


def test_all_can_come_back_in_parts(line):
    record_return(line, 4, by=None, at=AT)
    record_return(line, 6, by=None, at=AT + timedelta(days=1))

    assert available_of([line.product_id]) == {line.product_id: 15}


@pytest.mark.parametrize("quantity", [0, -1, 7])
def test_no_more_comes_back_than_was_bought_and_not_returned(line, quantity):
    record_return(line, 4, by=None, at=AT)

    with pytest.raises(CannotReturnError, match="6 can still be returned"):
        record_return(line, quantity, by=None, at=AT)

    assert available_of([line.product_id]) == {line.product_id: 9}


@pytest.mark.parametrize("state", ["placed", "confirmed", "cancelled"])
def test_nothing_comes_back_that_was_not_sent(state):
    line = OrderLineFactory(order__state=state)

    with pytest.raises(CannotReturnError, match="after they were sent"):
        record_return(line, 1, by=None, at=AT)
