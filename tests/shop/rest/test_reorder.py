from __future__ import annotations

from collections.abc import Iterator

import pytest

from segmentation.testing import override_features
from shop.pricing.models import Price
from tests.factories import CompanyMemberFactory, ProductFactory
from tests.shop.rest.calling import Caller
from tests.shop.storefront.trading import fill_cart, in_cart, make_goods, old_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _switched_on() -> Iterator[None]:
    with override_features(reorder=True, volume_prices=False):
        yield


@pytest.fixture
def changed_order():
    """An order of two each of: as it was, dearer, scarce, replaced, gone."""
    caller = Caller()
    same, dearer = make_goods(2)
    [scarce] = make_goods(1, available=1)
    replacement = ProductFactory(price="11.00", available=50)
    replaced = ProductFactory(price="10.00", is_active=False, successor=replacement)
    gone = ProductFactory(price="10.00", is_active=False)
    Price.objects.filter(product=dearer).update(unit_price="12.00")
    goods = [same, dearer, scarce, replaced, gone]
    return caller, old_order(caller.member, goods), goods, replacement


def test_check_tells_line_by_line_what_still_holds(changed_order):
    caller, order, goods, replacement = changed_order

    lines = caller.get(f"orders/{order.number}/reorder/").json()

    assert [(line["line"], line["sku"], line["state"], line["price"], line["replacement"]) for line in lines] == [
        (1, goods[0].sku, "ok", "10.00", None),
        (2, goods[1].sku, "price_changed", "12.00", None),
        (3, goods[2].sku, "less_stock", "10.00", None),
        (4, goods[3].sku, "replaced", "11.00", replacement.sku),
        (5, goods[4].sku, "gone", None, None),
    ]
    assert [(line["quantity"], line["available"], line["old_price"]) for line in lines] == [
        (2, 100, "10.00"),
        (2, 100, "10.00"),
        (2, 1, "10.00"),
        (2, 50, "10.00"),
        (2, 0, "10.00"),
    ]


def test_chosen_lines_go_in_and_the_others_say_why_not(changed_order):
    caller, order, goods, _replacement = changed_order

    answer = caller.post(
        f"orders/{order.number}/reorder/",
        {"lines": [{"line": 1}, {"line": 2, "quantity": 5}, *({"line": number} for number in (3, 4, 5, 6))]},
    )

    assert (answer.status_code, answer.json()["added"]) == (200, 2)
    assert in_cart(caller.member) == {goods[0].pk: 2, goods[1].pk: 5}
    assert [(line["line"], line["code"]) for line in answer.json()["rejected"]] == [
        (3, "not_enough_stock"),
        (4, "replaced"),
        (5, "gone"),
        (6, "no_such_line"),
    ]


def test_replacement_goes_in_where_it_is_asked_for(changed_order):
    caller, order, _goods, replacement = changed_order

    caller.post(f"orders/{order.number}/reorder/", {"lines": [{"line": 4, "sku": replacement.sku}]})

    assert in_cart(caller.member) == {replacement.pk: 2}


def test_line_that_is_another_item_than_thought_is_left_out(changed_order):
    caller, order, goods, _replacement = changed_order

    answer = caller.post(f"orders/{order.number}/reorder/", {"lines": [{"line": 1, "sku": goods[1].sku}]})

    assert (answer.status_code, answer.json()["rejected"][0]["code"]) == (422, "other_item")
    assert in_cart(caller.member) == {}


def test_what_is_in_the_cart_counts(changed_order):
    caller, order, goods, _replacement = changed_order
    fill_cart(caller.member, [goods[0]], quantity=99)

    answer = caller.post(f"orders/{order.number}/reorder/", {"lines": [{"line": 1}]})

    assert (answer.json()["rejected"][0]["code"], in_cart(caller.member)) == ("not_enough_stock", {goods[0].pk: 99})


def test_nothing_chosen_is_refused(changed_order):
    caller, order, _goods, _replacement = changed_order

    answer = caller.post(f"orders/{order.number}/reorder/", {"lines": []})

    assert (answer.status_code, list(answer.json())) == (400, ["lines"])


def test_viewer_may_check_and_not_add():
    caller = Caller(CompanyMemberFactory(role="viewer"))
    order = old_order(caller.member, make_goods(1))
    path = f"orders/{order.number}/reorder/"

    answers = caller.get(path), caller.post(path, {"lines": [{"line": 1}]})

    assert ([answer.status_code for answer in answers], in_cart(caller.member)) == ([200, 403], {})


@pytest.mark.parametrize("lines", [1, 30])
def test_check_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    caller = Caller()
    order = old_order(caller.member, make_goods(lines))

    with django_assert_num_queries(8):
        caller.get(f"orders/{order.number}/reorder/")


@pytest.mark.parametrize("lines", [1, 30])
def test_adding_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    caller = Caller()
    order = old_order(caller.member, make_goods(lines))
    fill_cart(caller.member, [])
    caller.get("cart/")

    with django_assert_num_queries(20):
        answer = caller.post(
            f"orders/{order.number}/reorder/", {"lines": [{"line": number} for number in range(1, lines + 1)]}
        )

    assert answer.json()["added"] == lines
