from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from segmentation.testing import override_features
from shop.orders.models import Order, OrderState
from shop.stock.models import StockItem
from tests.factories import AddressFactory, CompanyMemberFactory, OrderFactory
from tests.shop.rest.calling import Caller
from tests.shop.storefront.trading import fill_cart, in_cart, make_goods, old_order

pytestmark = pytest.mark.django_db


def body(address, **fields) -> dict:
    return {"submission": str(uuid4()), "address": address.pk, **fields}


def monday() -> date:
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
def buying():
    """A buyer with two of one product in the cart and an address."""
    caller = Caller()
    [product] = make_goods(1, price="10.00", available=5)
    fill_cart(caller.member, [product], quantity=2)
    return caller, AddressFactory(company=caller.member.company), product


def test_checkout_turns_the_cart_into_an_order(buying):
    caller, address, product = buying
    day = monday()

    answer = caller.post("orders/", body(address, po_number="PO 17", note="Ring first.", wished_delivery=str(day)))

    order = Order.objects.get()
    assert (answer.status_code, answer.json()) == (
        201,
        {
            "number": order.number,
            "state": "placed",
            "placed_at": timezone.localtime(order.placed_at).isoformat(),
            "po_number": "PO 17",
            "wished_delivery": str(day),
            "note": "Ring first.",
            "recipient": address.recipient,
            "street": address.street,
            "postcode": address.postcode,
            "city": address.city,
            "region": "",
            "country": "DK",
            "net_total": "20.00",
            "freight": "59.00",
            "vat": "19.75",
            "total": "98.75",
            "currency": "DKK",
            "lines": [
                {
                    "position": 1,
                    "sku": product.sku,
                    "name": product.name,
                    "quantity": 2,
                    "unit_price": "10.00",
                    "line_total": "20.00",
                }
            ],
        },
    )
    assert (in_cart(caller.member), StockItem.objects.get(product=product).available) == ({}, 3)


def test_an_order_that_comes_to_something_else_than_seen_is_not_placed(buying):
    caller, address, _product = buying

    refused = caller.post("orders/", body(address, seen_total="88.75"))
    placed = caller.post("orders/", body(address, seen_total="98.75"))

    assert (refused.status_code, [problem["code"] for problem in refused.json()["problems"]]) == (
        409,
        ["total_changed"],
    )
    assert (placed.status_code, Order.objects.count()) == (201, 1)


def test_the_same_submission_again_is_the_same_order(buying):
    caller, address, product = buying
    sent = body(address)
    first = caller.post("orders/", sent)
    fill_cart(caller.member, [product])

    again = caller.post("orders/", sent)

    assert (again.status_code, again.json()) == (201, first.json())
    assert (Order.objects.count(), in_cart(caller.member)) == (1, {product.pk: 1})


def test_the_submission_of_somebody_else_shows_nothing_of_their_order(buying):
    caller, address, _product = buying
    sent = body(address)
    caller.post("orders/", sent)
    stranger = Caller()
    fill_cart(stranger.member, make_goods(1))

    answer = stranger.post("orders/", {**sent, "address": AddressFactory(company=stranger.member.company).pk})

    assert (answer.status_code, set(answer.json()), Order.objects.count()) == (
        409,
        {"detail", "code", "problems"},
        1,
    )


def test_goods_sold_in_between_are_told_by_item_number(buying):
    caller, address, product = buying
    StockItem.objects.filter(product=product).update(available=1)

    answer = caller.post("orders/", body(address))

    assert (answer.status_code, answer.json()) == (
        409,
        {
            "detail": "Some goods were sold while you were ordering.",
            "code": "out_of_stock",
            "shortages": [{"sku": product.sku, "available": 1}],
        },
    )
    assert (Order.objects.count(), in_cart(caller.member)) == (0, {product.pk: 2})


def test_empty_cart_is_no_order():
    caller = Caller()

    answer = caller.post("orders/", body(AddressFactory(company=caller.member.company)))

    assert (answer.status_code, answer.json()) == (
        409,
        {
            "detail": "Your cart is empty.",
            "code": "cannot_order",
            "problems": [{"code": "empty", "message": "Your cart is empty."}],
        },
    )


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("submission", "twice", "Must be a valid UUID."),
        ("submission", None, "This field may not be null."),
        ("address", 10**30, "Choose one of the company's addresses."),
        ("wished_delivery", str(timezone.localdate()), "Choose a day after today."),
        ("wished_delivery", str(monday() + timedelta(days=5)), "We do not deliver at the weekend. "),
        ("wished_delivery", str(timezone.localdate() + timedelta(days=400)), "Choose a day within the next twelve "),
        ("note", "x" * 501, "Ensure this field has no more than 500 characters."),
    ],
)
def test_what_is_wrong_is_told_by_field(buying, field, value, words):
    caller, address, _product = buying

    answer = caller.post("orders/", {**body(address), field: value})

    assert (answer.status_code, list(answer.json()), Order.objects.count()) == (400, [field], 0)
    assert answer.json()[field][0].startswith(words)


@pytest.mark.parametrize(
    ("who", "code"), [({"role": "viewer"}, "may_not_order"), ({"company__is_active": False}, "company_blocked")]
)
def test_who_may_not_order_places_nothing(who, code):
    caller = Caller(CompanyMemberFactory(**who))
    fill_cart(caller.member, make_goods(1))

    answer = caller.post("orders/", body(AddressFactory(company=caller.member.company)))

    assert (answer.status_code, answer.json()["code"], Order.objects.count()) == (403, code, 0)


def test_orders_are_listed_newest_first_and_by_state():
    caller = Caller()
    company = caller.member.company
    old = OrderFactory(company=company, placed_at=timezone.now() - timedelta(days=2), state=OrderState.SHIPPED)
    new = OrderFactory(company=company, placed_at=timezone.now())
    OrderFactory()

    listed = [
        [order["number"] for order in caller.get("orders/", **query).json()["results"]]
        for query in ({}, {"state": "shipped"})
    ]

    assert listed == [[new.number, old.number], [old.number]]


def test_state_that_does_not_exist_is_refused():
    answer = Caller().get("orders/", state="lost")

    assert (answer.status_code, answer.json()) == (400, {"state": ['"lost" is not a valid choice.']})


def test_order_is_read_with_its_lines():
    caller = Caller()
    goods = make_goods(2)
    order = old_order(caller.member, goods)

    lines = caller.get(f"orders/{order.number}/").json()["lines"]

    assert [line["sku"] for line in lines] == [product.sku for product in goods]


def test_order_is_cancelled_and_its_goods_are_back():
    caller = Caller()
    [product] = make_goods(1, available=5)
    order = old_order(caller.member, [product], quantity=2)

    answer = caller.post(f"orders/{order.number}/cancel/")

    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert (Order.objects.get().state, StockItem.objects.get(product=product).available) == ("cancelled", 7)


def test_order_that_was_sent_cannot_be_cancelled():
    caller = Caller()
    order = OrderFactory(company=caller.member.company, state=OrderState.SHIPPED)

    answer = caller.post(f"orders/{order.number}/cancel/")

    assert (answer.status_code, answer.json()) == (
        409,
        {"detail": f"Order {order.number} is “Shipped” and cannot become “Cancelled”.", "code": "invalid_step"},
    )


def test_viewer_reads_orders_and_cancels_none():
    caller = Caller(CompanyMemberFactory(role="viewer"))
    order = OrderFactory(company=caller.member.company)

    answers = caller.get(f"orders/{order.number}/"), caller.post(f"orders/{order.number}/cancel/")

    assert ([answer.status_code for answer in answers], Order.objects.get().state) == ([200, 403], "placed")


@pytest.mark.parametrize("count", [1, 30])
def test_list_takes_the_same_queries_for_any_number_of_orders(count, django_assert_num_queries):
    caller = Caller()
    for _number in range(count):
        old_order(caller.member, make_goods(1))

    with django_assert_num_queries(5):
        answer = caller.get("orders/")

    assert len(answer.json()["results"]) == count


@pytest.mark.parametrize("lines", [1, 30])
def test_order_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    caller = Caller()
    order = old_order(caller.member, make_goods(lines))

    with django_assert_num_queries(5):
        caller.get(f"orders/{order.number}/")


@pytest.mark.parametrize("lines", [1, 30])
def test_checkout_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    caller = Caller()
    fill_cart(caller.member, make_goods(lines))
    address = AddressFactory(company=caller.member.company)

    with django_assert_num_queries(24), override_features(volume_prices=False):
        answer = caller.post("orders/", body(address))

    assert Decimal(answer.json()["net_total"]) == 10 * lines
