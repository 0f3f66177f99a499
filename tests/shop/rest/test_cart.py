from __future__ import annotations

import pytest
from django.test import Client

from segmentation.testing import override_features
from shop.cart.models import CartLine
from tests.factories import CompanyMemberFactory, ProductFactory
from tests.shop.rest.calling import Caller
from tests.shop.storefront.trading import fill_cart, in_cart, make_goods, volume_price

pytestmark = pytest.mark.django_db


def lines_of(goods, *, quantity: int = 2) -> list[dict]:
    return [{"sku": product.sku, "quantity": quantity} for product in goods]


def test_cart_tells_its_lines_and_what_they_come_to():
    caller = Caller()
    [product] = make_goods(1, price="10.00", available=5)
    fill_cart(caller.member, [product], quantity=2)

    with override_features(volume_prices=False):
        answer = caller.get("cart/").json()

    assert answer == {
        "lines": [
            {
                "sku": product.sku,
                "name": product.name,
                "quantity": 2,
                "unit_price": "10.00",
                "line_total": "20.00",
                "available": 5,
                "problems": [],
            }
        ],
        "totals": {"net": "20.00", "freight": "59.00", "vat": "19.75", "total": "98.75"},
        "can_order": True,
    }


def test_cart_says_what_cannot_be_ordered_and_why():
    caller = Caller()
    short, gone = make_goods(2, available=1)
    fill_cart(caller.member, [short, gone], quantity=2)
    gone.is_active = False
    gone.save()

    answer = caller.get("cart/").json()

    assert ([line["problems"] for line in answer["lines"]], answer["can_order"]) == (
        [
            [{"code": "not_enough_stock", "message": "Only 1 in stock."}],
            [{"code": "not_for_sale", "message": "No longer for sale."}],
        ],
        False,
    )


@pytest.mark.parametrize(("is_on", "price"), [(True, "8.00"), (False, "10.00")])
def test_cart_has_volume_prices_only_where_they_are_switched_on(is_on, price):
    caller = Caller()
    [product] = make_goods(1)
    volume_price(product, from_quantity=5, unit_price="8.00")
    fill_cart(caller.member, [product], quantity=5)

    with override_features(volume_prices=is_on):
        [line] = caller.get("cart/").json()["lines"]

    assert line["unit_price"] == price


def test_lines_go_in_on_top_of_what_is_there():
    caller = Caller()
    first, second = make_goods(2)
    fill_cart(caller.member, [first], quantity=1)

    answer = caller.post("cart/lines/", {"lines": [*lines_of([first, second]), {"sku": f" {second.sku.lower()} "}]})

    assert (answer.status_code, answer.json()["added"]) == (200, 3)
    assert in_cart(caller.member) == {first.pk: 3, second.pk: 3}


def test_good_lines_go_in_and_the_others_say_their_number_and_why_not():
    caller = Caller()
    good, scarce = make_goods(2, available=3)
    stepped = ProductFactory(price="1.00", available=100, quantity_multiple=4)
    hidden = ProductFactory(price="1.00", available=100, is_active=False)
    unpriced = ProductFactory(available=100)
    lines = [
        {"sku": good.sku, "quantity": 2},
        {"sku": scarce.sku, "quantity": 4},
        {"sku": stepped.sku, "quantity": 5},
        {"sku": hidden.sku, "quantity": 1},
        {"sku": "NO-SUCH", "quantity": 1},
        {"sku": unpriced.sku, "quantity": 1},
        {"sku": good.sku, "quantity": 0},
        {"sku": good.sku, "quantity": 10**30},
        {"sku": "", "quantity": 1},
    ]

    answer = caller.post("cart/lines/", {"lines": lines})

    unknown = ("unknown", "We have no item with this number.")
    assert [(line["line"], line["code"], line["reason"]) for line in answer.json()["rejected"]] == [
        (2, "not_enough_stock", "Only 3 in stock."),
        (3, "not_a_multiple", "Sold in steps of 4: 4 or 8 fits."),
        (4, *unknown),
        (5, *unknown),
        (6, *unknown),
        (7, "not_positive", "Enter a whole number of 1 or more."),
        (8, "too_many", "At most 100000 at a time."),
        (9, "no_item_number", "The item number is missing."),
    ]
    assert (answer.status_code, answer.json()["added"], in_cart(caller.member)) == (200, 1, {good.pk: 2})


def test_nothing_that_could_go_in_is_no_success():
    caller = Caller()

    answer = caller.post("cart/lines/", {"lines": [{"sku": "NO-SUCH", "quantity": 1}]})

    assert (answer.status_code, answer.json()["added"], in_cart(caller.member)) == (422, 0, {})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"lines": []},
        {"lines": "A"},
        {"lines": [{"quantity": 1}]},
        {"lines": [{"sku": "A", "quantity": "many"}]},
        {"lines": [{"sku": "A"}] * 1001},
    ],
)
def test_lines_that_cannot_be_read_are_refused(body):
    answer = Caller().post("cart/lines/", body)

    assert (answer.status_code, list(answer.json())) == (400, ["lines"])


def test_body_that_is_not_json_is_refused_in_json():
    caller = Caller()

    answer = caller.client.post("/api/cart/lines/", "{", content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_body_that_is_too_large_is_refused_before_it_is_read(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    answer = Caller().post("cart/lines/", {"lines": [{"sku": "A" * 100}]})

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_quantity_is_changed_and_the_whole_cart_comes_back():
    caller = Caller()
    [product] = make_goods(1)
    fill_cart(caller.member, [product], quantity=1)

    answer = caller.patch(f"cart/lines/{product.sku}/", {"quantity": 4})

    assert (answer.json()["totals"]["net"], in_cart(caller.member)) == ("40.00", {product.pk: 4})


def test_quantity_0_takes_the_line_out():
    caller = Caller()
    [product] = make_goods(1)
    fill_cart(caller.member, [product])

    caller.patch(f"cart/lines/{product.sku}/", {"quantity": 0})

    assert in_cart(caller.member) == {}


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (5, "Sold in steps of 4: 4 or 8 fits."),
        (10**30, "At most 100000 at a time."),
        (-1, "Ensure this value is greater than or equal to 0."),
        ("x", "A valid integer is required."),
    ],
)
def test_quantity_that_does_not_fit_is_refused(quantity, words):
    caller = Caller()
    [product] = make_goods(1, quantity_multiple=4)
    fill_cart(caller.member, [product], quantity=4)

    answer = caller.patch(f"cart/lines/{product.sku}/", {"quantity": quantity})

    assert (answer.status_code, answer.json(), in_cart(caller.member)) == (
        400,
        {"quantity": [words]},
        {product.pk: 4},
    )


def test_line_is_deleted_and_the_others_stay():
    caller = Caller()
    first, second = make_goods(2)
    fill_cart(caller.member, [first, second])

    caller.delete(f"cart/lines/{first.sku}/")

    assert in_cart(caller.member) == {second.pk: 1}


def test_cart_is_emptied():
    caller = Caller()
    fill_cart(caller.member, make_goods(2))

    assert (caller.delete("cart/").status_code, in_cart(caller.member)) == (204, {})


CHANGES = [
    ("post", "cart/lines/"),
    ("patch", "cart/lines/{sku}/"),
    ("delete", "cart/lines/{sku}/"),
    ("delete", "cart/"),
]


@pytest.mark.parametrize(("method", "path"), CHANGES)
@pytest.mark.parametrize(
    ("who", "code"), [({"role": "viewer"}, "may_not_order"), ({"company__is_active": False}, "company_blocked")]
)
def test_who_may_not_order_reads_the_cart_and_changes_nothing(method, path, who, code):
    caller = Caller(CompanyMemberFactory(**who))
    [product] = make_goods(1)
    fill_cart(caller.member, [product])

    answer = caller.client.generic(
        method.upper(),
        "/api/" + path.format(sku=product.sku),
        '{"quantity": 3, "lines": [{"sku": "A"}]}',
        content_type="application/json",
    )

    assert (answer.status_code, answer.json()["code"], in_cart(caller.member)) == (403, code, {product.pk: 1})
    assert caller.get("cart/").status_code == 200


def test_change_without_the_tokens_of_the_session_is_refused():
    member = CompanyMemberFactory()
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)
    fill_cart(member, make_goods(1))

    answer = client.delete("/api/cart/")

    assert (answer.status_code, answer.json()["code"], CartLine.objects.count()) == (403, "permission_denied", 1)


@pytest.mark.parametrize("lines", [1, 200])
def test_cart_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    caller = Caller()
    fill_cart(caller.member, make_goods(lines))

    with django_assert_num_queries(9):
        caller.get("cart/")


@pytest.mark.parametrize("lines", [1, 30, 200])
def test_lines_go_in_with_the_same_queries_for_any_number(lines, django_assert_num_queries):
    caller = Caller()
    goods = make_goods(lines)
    fill_cart(caller.member, [])
    caller.get("cart/")

    # Thirteen, and the two that fence off the writing.
    with django_assert_num_queries(15), override_features(volume_prices=True):
        answer = caller.post("cart/lines/", {"lines": lines_of(goods)})

    assert answer.json()["added"] == lines


@pytest.mark.parametrize("lines", [1, 30])
def test_a_change_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    caller = Caller()
    goods = make_goods(lines)
    fill_cart(caller.member, goods)
    caller.get("cart/")

    with django_assert_num_queries(13), override_features(volume_prices=True):
        caller.patch(f"cart/lines/{goods[0].sku}/", {"quantity": 4})
