from __future__ import annotations

import pytest
from django.contrib.messages import get_messages

from tests.factories import CompanyMemberFactory
from tests.shop.storefront.trading import HTMX, fill_cart, in_cart, log_in, make_goods

pytestmark = pytest.mark.django_db


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_add_puts_the_product_into_the_cart_and_goes_back():
    client, member = log_in()
    [product] = make_goods(1)

    response = client.post("/cart/add/", {f"quantity_{product.pk}": "3", "next": "/search/?q=chair"})

    assert (response.status_code, response.url, in_cart(member)) == (302, "/search/?q=chair", {product.pk: 3})


def test_add_counts_on_top_of_what_is_there():
    client, member = log_in()
    [product] = make_goods(1)
    fill_cart(member, [product], quantity=2)

    client.post("/cart/add/", {f"quantity_{product.pk}": "3"})

    assert in_cart(member) == {product.pk: 5}


def test_add_takes_many_products_at_once_and_leaves_out_zeros():
    client, member = log_in()
    first, second, third = make_goods(3)

    client.post(
        "/cart/add/",
        {f"quantity_{first.pk}": "1", f"quantity_{second.pk}": "0", f"quantity_{third.pk}": "4"},
    )

    assert in_cart(member) == {first.pk: 1, third.pk: 4}


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_add_never_sends_people_to_another_site(elsewhere):
    client, _member = log_in()
    [product] = make_goods(1)

    response = client.post("/cart/add/", {f"quantity_{product.pk}": "1", "next": elsewhere})

    assert response.url == "/"


def test_add_answers_htmx_with_the_number_and_the_message():
    client, _member = log_in()
    [product] = make_goods(1)

    text = client.post("/cart/add/", {f"quantity_{product.pk}": "3"}, headers=HTMX).text

    assert ('id="cart-count"' in text, f"{product.name}: 3 in your cart now." in text) == (True, True)


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ("5", "Sold in steps of 4: 4 or 8 fits."),
        ("1.5", "enter a whole number."),
        ("-4", "enter a whole number."),
        ("9" * 30, "enter a whole number."),
        ("400000", "At most 100000 at a time."),
    ],
)
def test_add_says_why_a_quantity_does_not_fit(entered, words):
    client, member = log_in()
    [product] = make_goods(1, quantity_multiple=4)

    response = client.post("/cart/add/", {f"quantity_{product.pk}": entered})

    assert (told(response), in_cart(member)) == ([f"{product.name}: {words}"], {})


def test_add_of_nothing_says_so():
    client, _member = log_in()

    assert told(client.post("/cart/add/", {})) == ["Nothing was added. Enter how many you want."]


def test_add_does_not_take_what_is_no_longer_for_sale():
    client, member = log_in()
    [product] = make_goods(1, is_active=False)

    client.post("/cart/add/", {f"quantity_{product.pk}": "1"})

    assert in_cart(member) == {}


@pytest.mark.parametrize("what", ["line", "removal", "empty"])
def test_changes_by_a_viewer_change_nothing_and_say_why(what):
    client, member = log_in(CompanyMemberFactory(role="viewer"))
    [product] = make_goods(1)
    fill_cart(member, [product], quantity=2)
    line = f"/cart/lines/{product.pk}/"
    path, sent = {
        "line": (line, {f"quantity_{product.pk}": "5"}),
        "removal": (line, {"remove": "1"}),
        "empty": ("/cart/empty/", {}),
    }[what]

    response = client.post(path, sent)

    assert (response.status_code, response.url, in_cart(member)) == (302, "/cart/", {product.pk: 2})
    assert told(response) == ["You may look, but not order, for this company. Its administrator can change that."]


def test_add_by_a_viewer_adds_nothing_and_says_why():
    client, member = log_in(CompanyMemberFactory(role="viewer"))
    [product] = make_goods(1)

    response = client.post("/cart/add/", {f"quantity_{product.pk}": "1"})

    assert ("but not order" in told(response)[0], in_cart(member)) == (True, {})


def test_visitor_who_adds_comes_to_the_log_in_and_back_to_the_product(client):
    [product] = make_goods(1)

    response = client.post("/cart/add/", {f"quantity_{product.pk}": "1", "next": product.get_absolute_url()})

    assert response.url.endswith(f"/?next={product.get_absolute_url()}")


def test_visitor_who_adds_with_htmx_is_moved_to_the_log_in(client):
    response = client.post("/cart/add/", {}, headers=HTMX | {"HX-Current-URL": "http://testserver/products/"})

    assert response.headers["HX-Redirect"].endswith("?next=/products/")


def test_line_gets_its_new_quantity():
    client, member = log_in()
    [product] = make_goods(1)
    fill_cart(member, [product])

    response = client.post(f"/cart/lines/{product.pk}/", {f"quantity_{product.pk}": "7"})

    assert (response.url, in_cart(member)) == ("/cart/", {product.pk: 7})


def test_line_keeps_its_quantity_when_the_new_one_does_not_fit():
    client, member = log_in()
    [product] = make_goods(1, minimum_quantity=5)
    fill_cart(member, [product], quantity=5)

    response = client.post(f"/cart/lines/{product.pk}/", {f"quantity_{product.pk}": "2"})

    assert (told(response), in_cart(member)) == ([f"{product.name}: Sold from 5 on."], {product.pk: 5})


@pytest.mark.parametrize("how", ["remove", "zero", "empty"])
def test_line_is_taken_out(how):
    client, member = log_in()
    first, second = make_goods(2)
    fill_cart(member, [first, second])
    sent = {
        "remove": {"remove": "1", f"quantity_{first.pk}": "1"},
        "zero": {f"quantity_{first.pk}": "0"},
        "empty": {f"quantity_{first.pk}": ""},
    }[how]

    client.post(f"/cart/lines/{first.pk}/", sent)

    assert in_cart(member) == {second.pk: 1}


def test_line_of_a_strangers_cart_is_not_found_and_stays():
    stranger = CompanyMemberFactory()
    [product] = make_goods(1)
    fill_cart(stranger, [product])
    client, _member = log_in()

    response = client.post(f"/cart/lines/{product.pk}/", {"remove": "1"})

    assert (response.status_code, in_cart(stranger)) == (404, {product.pk: 1})


def test_empty_takes_everything_out_of_the_own_cart_alone():
    stranger = CompanyMemberFactory()
    goods = make_goods(2)
    fill_cart(stranger, goods)
    client, member = log_in()
    fill_cart(member, goods)

    client.post("/cart/empty/")

    assert (in_cart(member), in_cart(stranger)) == ({}, {product.pk: 1 for product in goods})


@pytest.mark.parametrize("path", ["/cart/add/", "/cart/empty/", "/cart/lines/1/"])
def test_changes_need_a_post(path):
    client, _member = log_in()

    assert client.get(path).status_code == 405


@pytest.mark.parametrize("products", [1, 30])
def test_add_takes_the_same_queries_for_any_number_of_products(products, django_assert_num_queries):
    client, member = log_in()
    goods = make_goods(products)
    fill_cart(member, [])

    with django_assert_num_queries(12):
        client.post("/cart/add/", {f"quantity_{product.pk}": "2" for product in goods})
