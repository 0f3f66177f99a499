from __future__ import annotations

from collections.abc import Iterator

import pytest

from segmentation.testing import override_features
from tests.factories import CompanyMemberFactory
from tests.shop.rest.calling import Caller
from tests.shop.storefront.trading import fill_cart, in_cart, make_goods

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _switched_on() -> Iterator[None]:
    with override_features(quick_order=True, volume_prices=False):
        yield


def test_text_is_read_line_by_line_and_each_line_is_answered_by_its_number():
    caller = Caller()
    first, second = make_goods(2)

    answer = caller.post(
        "quick-order/", {"text": f"{first.sku}\t3\n\n{second.sku};2\nNO-SUCH 1\n{first.sku}, x"}
    ).json()

    assert (answer["added"], in_cart(caller.member)) == (2, {first.pk: 3, second.pk: 2})
    assert [(line["lines"], line["sku"], line["quantity"], line["line_total"]) for line in answer["accepted"]] == [
        ([1], first.sku, 3, "30.00"),
        ([3], second.sku, 2, "20.00"),
    ]
    assert [(line["line"], line["sku"], line["code"]) for line in answer["rejected"]] == [
        (4, "NO-SUCH", "unknown"),
        (5, first.sku, "not_positive"),
    ]


def test_lines_may_come_in_the_open():
    caller = Caller()
    [product] = make_goods(1)

    caller.post("quick-order/", {"lines": [{"sku": product.sku, "quantity": 2}]})

    assert in_cart(caller.member) == {product.pk: 2}


def test_a_check_says_what_would_happen_and_changes_nothing():
    caller = Caller()
    [product] = make_goods(1)

    answer = caller.post("quick-order/", {"text": f"{product.sku} 2", "only_check": True}).json()

    assert (answer["added"], len(answer["accepted"]), in_cart(caller.member)) == (0, 1, {})


@pytest.mark.parametrize("body", [{}, {"text": " \n "}, {"text": "A", "lines": [{"sku": "A"}]}])
def test_nothing_to_add_is_told(body):
    answer = Caller().post("quick-order/", body)

    assert (answer.status_code, answer.json()) == (
        400,
        {"non_field_errors": ["Send at least one item, either as “lines” or as “text”."]},
    )


def test_more_than_a_thousand_lines_are_told_line_by_line():
    caller = Caller()
    [product] = make_goods(1, available=5000)

    answer = caller.post("quick-order/", {"text": f"{product.sku}\n" * 1001}).json()

    assert (answer["added"], [(line["line"], line["code"]) for line in answer["rejected"]]) == (
        1000,
        [(1001, "too_many_lines")],
    )


def test_closed_it_is_not_found_with_friendly_words():
    caller = Caller()
    [product] = make_goods(1)

    with override_features(quick_order=False):
        answer = caller.post("quick-order/", {"text": product.sku})

    assert (answer.status_code, answer.json(), in_cart(caller.member)) == (
        404,
        {
            "detail": "This is not switched on for your company. If you would like to use it, please get in touch.",
            "code": "feature_closed",
        },
        {},
    )


def test_viewer_may_not_add():
    caller = Caller(CompanyMemberFactory(role="viewer"))
    [product] = make_goods(1)

    answer = caller.post("quick-order/", {"text": product.sku})

    assert (answer.status_code, answer.json()["code"], in_cart(caller.member)) == (403, "may_not_order", {})


def test_visitor_is_turned_away():
    answer = Caller(anonymous=True).post("quick-order/", {"text": "A"})

    assert (answer.status_code, answer.json()["code"]) == (403, "not_authenticated")


@pytest.mark.parametrize("lines", [1, 200])
def test_it_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    caller = Caller()
    goods = make_goods(lines)
    fill_cart(caller.member, [])
    caller.get("cart/")

    with django_assert_num_queries(15):
        answer = caller.post("quick-order/", {"text": "\n".join(product.sku for product in goods)})

    assert answer.json()["added"] == lines
