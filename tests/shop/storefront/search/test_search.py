from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import ProductFactory, ProductPictureFactory
from tests.shop.storefront.trading import log_in

pytestmark = pytest.mark.django_db


def search(client, text: str):
    return client.get(reverse("search"), {"q": text})


def test_search_finds_by_item_number(client):
    ProductFactory(sku="KAF-101", name="Coffee")
    ProductFactory(sku="PEN-7", name="Pen")

    assert [offer.product.name for offer in search(client, "kaf-1").context["offers"]] == ["Coffee"]


def test_search_keeps_what_was_typed_in_the_box(client):
    assert 'value="two &lt;words&gt;"' in search(client, " two <words> ").text


@pytest.mark.parametrize(
    ("text", "words"), [("", "What are you looking for?"), ("nothing like it", "Nothing found here")]
)
def test_search_without_results_says_what_to_do_next(client, text, words):
    assert words in search(client, text).text


def test_search_shows_a_visitor_no_price(client):
    ProductFactory(name="Lamp", price="123.45")

    assert "123" not in search(client, "lamp").text


@pytest.mark.parametrize("number", [1, 30])
def test_search_takes_nine_queries_for_any_number_of_results(number, django_assert_num_queries):
    client, _member = log_in()
    for position in range(number):
        product = ProductFactory(name=f"Lamp {position:02}", price="10.00", available=5)
        ProductPictureFactory(product=product)

    with django_assert_num_queries(9):
        search(client, "lamp")
