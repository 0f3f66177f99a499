from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.messages import get_messages

from segmentation.testing import override_features
from shop.catalogue.models import Product
from shop.pricing.models import Price
from shop.stock.models import StockItem
from tests.factories import CompanyMemberFactory
from tests.shop.storefront.trading import fill_cart, in_cart, log_in, make_goods, old_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reorder_is_on():
    with override_features(reorder=True):
        yield


def check(client, order):
    return client.get(f"/orders/{order.number}/reorder/")


def send(client, order, rows, **changes):
    """The form as the page showed these rows, with some fields changed."""
    page = check(client, order)
    sent = {"submission": page.context["submission"], "take": [row.key for row in rows if row.is_taken]}
    sent |= {f"quantity_{row.key}": row.entered for row in rows}
    return client.post(f"/orders/{order.number}/reorder/", sent | changes)


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def retire(product: Product, successor: Product | None = None) -> None:
    Product.objects.filter(pk=product.pk).update(is_active=False, successor=successor)


def test_every_line_says_what_became_of_it():
    client, member = log_in()
    same, dearer, short, replaced, gone, successor = make_goods(6)
    order = old_order(member, [same, dearer, short, replaced, gone])
    Price.objects.filter(product=dearer).update(unit_price=Decimal("12.00"))
    StockItem.objects.filter(product=short).update(available=1)
    retire(replaced, successor)
    retire(gone)

    rows = check(client, order).context["rows"]

    assert [(row.line.state, row.is_taken, row.entered) for row in rows] == [
        ("ok", True, "2"),
        ("price_changed", True, "2"),
        ("less_stock", True, "1"),
        ("replaced", False, "2"),
        ("gone", False, "2"),
    ]


def test_page_shows_old_and_new_price_and_the_replacement():
    client, member = log_in()
    dearer, replaced, successor = make_goods(3)
    order = old_order(member, [dearer, replaced])
    Price.objects.filter(product=dearer).update(unit_price=Decimal("12.00"))
    retire(replaced, successor)

    text = " ".join(check(client, order).text.split())

    assert [part in text for part in ("DKK 10.00", "DKK 12.00", f"Replaces {replaced.name}", successor.name)] == [
        True
    ] * 4


def test_ticked_lines_go_into_the_cart():
    client, member = log_in()
    first, second = make_goods(2)
    order = old_order(member, [first, second], quantity=3)

    response = send(client, order, check(client, order).context["rows"])

    assert (response.url, in_cart(member)) == ("/cart/", {first.pk: 3, second.pk: 3})
    assert told(response) == ["2 products added to your cart."]


def test_lines_can_be_dropped_and_quantities_changed():
    client, member = log_in()
    first, second = make_goods(2)
    order = old_order(member, [first, second])
    rows = check(client, order).context["rows"]

    send(client, order, rows, take=[rows[1].key], **{f"quantity_{rows[1].key}": "9"})

    assert in_cart(member) == {second.pk: 9}


def test_replacement_goes_in_when_ticked_and_the_old_product_never():
    client, member = log_in()
    old, new = make_goods(2)
    order = old_order(member, [old])
    retire(old, new)
    rows = check(client, order).context["rows"]

    send(client, order, rows, take=[rows[0].key])

    assert in_cart(member) == {new.pk: 2}


def test_what_is_gone_does_not_stop_the_rest():
    client, member = log_in()
    here, gone = make_goods(2)
    order = old_order(member, [here, gone])
    retire(gone)

    send(client, order, check(client, order).context["rows"], take=["1-" + str(here.pk), "2-0", f"2-{gone.pk}"])

    assert in_cart(member) == {here.pk: 2}


def test_line_that_was_replaced_since_the_page_was_shown_is_not_taken_unseen():
    client, member = log_in()
    old, new = make_goods(2)
    order = old_order(member, [old])
    rows = check(client, order).context["rows"]
    retire(old, new)

    response = send(client, order, rows)

    assert (in_cart(member), told(response)) == ({}, ["Nothing is ticked. Tick at least one line."])


def test_goods_in_the_cart_are_added_up_and_told():
    client, member = log_in()
    first, second = make_goods(2)
    fill_cart(member, [first], quantity=5)
    order = old_order(member, [first, second])

    response = send(client, order, check(client, order).context["rows"])

    assert in_cart(member) == {first.pk: 7, second.pk: 2}
    assert told(response)[1] == "1 of them was in your cart already; the quantities are added up."


def test_same_form_sent_twice_adds_once():
    client, member = log_in()
    [product] = make_goods(1)
    order = old_order(member, [product])
    page = check(client, order)
    [row] = page.context["rows"]
    sent = {"submission": page.context["submission"], "take": row.key, f"quantity_{row.key}": "2"}

    client.post(f"/orders/{order.number}/reorder/", sent)
    response = client.post(f"/orders/{order.number}/reorder/", sent)

    assert (in_cart(member), response.url) == ({product.pk: 2}, "/cart/")


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ("", "Enter a whole number of 1 or more."),
        ("two", "Enter a whole number of 1 or more."),
        ("0", "Enter a whole number of 1 or more."),
        ("3", "Sold in steps of 2: 2 or 4 fits."),
        ("102", "Only 100 in stock."),
    ],
)
def test_quantity_that_does_not_fit_keeps_the_form_and_adds_nothing(entered, words):
    client, member = log_in()
    first, second = make_goods(2, quantity_multiple=2)
    order = old_order(member, [first, second])
    rows = check(client, order).context["rows"]

    response = send(client, order, rows, **{f"quantity_{rows[1].key}": entered})

    assert [(row.entered, row.problem) for row in response.context["rows"]] == [("2", ""), (entered, words)]
    assert in_cart(member) == {}


def test_stock_counts_what_is_in_the_cart_already():
    client, member = log_in()
    [product] = make_goods(1, available=5)
    fill_cart(member, [product], quantity=4)
    order = old_order(member, [product])

    [row] = send(client, order, check(client, order).context["rows"]).context["rows"]

    assert row.problem == "Only 5 in stock, and 4 are in your cart already."


def test_nothing_ticked_is_told():
    client, member = log_in()
    order = old_order(member, make_goods(1))

    response = send(client, order, check(client, order).context["rows"], take=[])

    assert (response.status_code, told(response)) == (200, ["Nothing is ticked. Tick at least one line."])


def test_viewer_sees_the_check_and_cannot_add():
    client, member = log_in(CompanyMemberFactory(role="viewer"))
    order = old_order(member, make_goods(1))

    response = send(client, order, check(client, order).context["rows"])

    assert ("but not order" in told(response)[0], in_cart(member)) == (True, {})


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_is_closed_without_the_feature(method):
    client, member = log_in()
    order = old_order(member, make_goods(1))

    with override_features(reorder=False):
        response = getattr(client, method)(f"/orders/{order.number}/reorder/")

    assert (response.status_code, in_cart(member)) == (404, {})


def test_visitor_is_sent_to_the_log_in(client):
    assert client.get("/orders/2026-1/reorder/").url.endswith("?next=/orders/2026-1/reorder/")


@pytest.mark.parametrize("lines", [1, 30])
def test_check_step_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    client, member = log_in()
    order = old_order(member, make_goods(lines))
    successor = make_goods(1)[0]
    retire(order.lines.first().product, successor)

    with django_assert_num_queries(12):
        check(client, order)


@pytest.mark.parametrize("lines", [1, 30])
def test_adding_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    client, member = log_in()
    order = old_order(member, make_goods(lines))
    page = check(client, order)
    rows = page.context["rows"]
    sent = {"submission": page.context["submission"], "take": [row.key for row in rows]}
    sent |= {f"quantity_{row.key}": row.entered for row in rows}

    with django_assert_num_queries(27):
        client.post(f"/orders/{order.number}/reorder/", sent)


def test_order_of_a_thousand_lines_can_be_sent():
    client, member = log_in()
    order = old_order(member, make_goods(1000))

    response = send(client, order, check(client, order).context["rows"])

    assert (response.url, len(in_cart(member))) == ("/cart/", 1000)
