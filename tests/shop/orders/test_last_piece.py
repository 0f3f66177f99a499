"""Two buyers and one last piece, on the database that really runs them side by side."""

from __future__ import annotations

from uuid import uuid4

import pytest

from shop.cart.models import CartLine
from shop.orders.models import Order, OrderLine
from shop.orders.services import change_state
from shop.stock.models import StockMovement
from shop.stock.selectors import available_of
from shop.stock.services import OutOfStockError
from tests.factories import ProductFactory
from tests.shop.orders.conftest import AT, Buyer, make_buyer
from tests.shop.side_by_side import at_once


@pytest.mark.django_db
def test_one_after_the_other_the_second_buyer_is_told(another_buyer):
    product = ProductFactory(price="10.00", available=1)
    first, second = another_buyer().put(product), another_buyer().put(product)
    first.order()

    with pytest.raises(OutOfStockError) as error:
        second.order()

    assert error.value.shortages == {product.pk: 0}
    assert (Order.objects.count(), available_of([product.pk])) == (1, {product.pk: 0})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_buyers_at_once_only_as_many_get_one_as_there_are():
    product = ProductFactory(price="10.00", available=3)
    buyers: list[Buyer] = [make_buyer().put(product) for _ in range(8)]

    outcomes = at_once(*(buyer.order for buyer in buyers))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Order"] * 3 + ["OutOfStockError"] * 5
    assert available_of([product.pk]) == {product.pk: 0}
    assert OrderLine.objects.count() == StockMovement.objects.count() == 3
    assert CartLine.objects.count() == 5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_carts_with_the_same_goods_in_another_order_wait_and_do_not_block_each_other():
    first, second = (ProductFactory(price="10.00", available=20) for _ in range(2))
    buyers = [make_buyer().put(first).put(second) for _ in range(4)]
    buyers += [make_buyer().put(second).put(first) for _ in range(4)]

    outcomes = at_once(*(buyer.order for buyer in buyers))

    assert {type(outcome).__name__ for outcome in outcomes} == {"Order"}
    assert available_of([first.pk, second.pk]) == {first.pk: 12, second.pk: 12}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_double_click_orders_once():
    product = ProductFactory(price="10.00", available=9)
    buyer, submission = make_buyer().put(product, 2), uuid4()

    outcomes = at_once(*[lambda: buyer.order(submission=submission)] * 4)

    assert outcomes == [Order.objects.get()] * 4
    assert available_of([product.pk]) == {product.pk: 7}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_order_cancelled_twice_at_once_gives_its_stock_back_once():
    product = ProductFactory(price="10.00", available=9)
    order = make_buyer().put(product, 2).order()

    outcomes = at_once(*[lambda: change_state(Order.objects.get(), "cancelled", by=None, at=AT)] * 3)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvalidStepError", "InvalidStepError", "Order"]
    assert available_of([product.pk]) == {product.pk: 9}
    assert StockMovement.objects.filter(reference=order.number, cause="cancellation").count() == 1
