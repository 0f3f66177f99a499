from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from segmentation.cache import clear_published
from segmentation.testing import override_features
from tests.factories import CategoryFactory, PriceFactory, ProductPictureFactory
from tests.shop.storefront.home.ideas import publish_ideas
from tests.shop.storefront.trading import in_cart, log_in, make_goods, old_order

pytestmark = pytest.mark.django_db

OFF = {"reorder": False, "quick_order": False, "volume_prices": False, "alternatives": False, "inspiration": False}


def blocks(response) -> list[str]:
    return [block.name for block in response.context["blocks"]]


def block(response, name: str):
    return next(block for block in response.context["blocks"] if block.name == name)


def recent(days: int = 3):
    return timezone.now() - timedelta(days=days)


def open_home(client, **on: bool):
    with override_features(**{**OFF, **on}):
        return client.get(reverse("home"))


def test_visitor_starts_from_ideas_and_the_catalogue(client):
    publish_ideas(1)

    assert blocks(client.get(reverse("home"))) == ["ideas", "categories"]


def test_visitor_is_told_nothing_of_usual_orders_even_where_the_feature_is_on(client):
    assert blocks(open_home(client, reorder=True, quick_order=True, volume_prices=True)) == ["categories"]


def test_routine_buyer_starts_from_the_usual_order():
    client, member = log_in()
    old_order(member, make_goods(2), placed_at=recent())

    assert blocks(open_home(client, reorder=True, quick_order=True)) == ["usual_order", "quick_order"]


def test_major_repurchase_buyer_starts_from_prices_and_alternatives():
    client, member = log_in()
    old_order(member, make_goods(2)[:1], placed_at=recent())

    assert blocks(open_home(client, volume_prices=True, alternatives=True)) == ["compare", "categories"]


def test_new_buyer_starts_from_ideas():
    publish_ideas(1)
    client, _member = log_in()

    assert blocks(open_home(client, inspiration=True)) == ["ideas", "categories"]


def test_mixed_buyer_gets_every_block():
    publish_ideas(1)
    client, member = log_in()
    old_order(member, make_goods(2), placed_at=recent())

    with override_features(**dict.fromkeys(OFF, True)):
        response = client.get(reverse("home"))

    assert blocks(response) == ["ideas_in_words", "usual_order", "quick_order", "compare"]


def test_blocks_for_another_way_of_buying_come_after_the_own(client):
    publish_ideas(1)
    client, member = log_in()
    old_order(member, make_goods(2), placed_at=recent())

    assert blocks(open_home(client, reorder=True, inspiration=True)) == ["ideas", "usual_order"]


def test_usual_order_has_the_usual_quantities_and_the_companys_prices():
    client, member = log_in()
    [product] = make_goods(1, price="12.50")
    for days in (3, 20):
        old_order(member, [product], quantity=4, placed_at=recent(days))

    rows = block(open_home(client, reorder=True), "usual_order").content["rows"]

    assert [(item.product, item.usual_quantity, offer.price) for item, offer in rows] == [
        (product, 4, Decimal("12.50"))
    ]


def test_usual_order_goes_into_the_cart_at_once():
    client, member = log_in()
    goods = make_goods(3)
    old_order(member, goods, quantity=2, placed_at=recent())
    page = open_home(client, reorder=True)

    client.post(
        reverse("cart-add"),
        {f"quantity_{item.product.pk}": item.usual_quantity for item, _o in block(page, "usual_order").content["rows"]},
    )

    assert in_cart(member) == {product.pk: 2 for product in goods}


def test_last_order_can_be_ordered_again():
    client, member = log_in()
    goods = make_goods(1)
    old_order(member, goods, placed_at=recent(30))
    newest = old_order(member, goods, placed_at=recent(2))

    assert reverse("reorder", args=[newest.number]) in open_home(client, reorder=True).text


def test_orders_of_another_company_leave_no_trace():
    client, _member = log_in()
    _client, stranger = log_in()
    old_order(stranger, make_goods(2), placed_at=recent())

    assert blocks(open_home(client, reorder=True, volume_prices=True)) == ["categories"]


def test_comparison_sets_what_was_bought_beside_others_of_the_category():
    client, member = log_in()
    bought, other, third, _fourth = make_goods(4)
    old_order(member, [bought], placed_at=recent())

    [choice] = block(open_home(client, alternatives=True), "compare").content["choices"]

    assert [(offer.product, offer.product.was_bought) for offer in choice.offers] == [
        (bought, True),
        (other, False),
        (third, False),
    ]


@pytest.mark.parametrize(("volume_prices", "shown"), [(True, True), (False, False)])
def test_comparison_shows_volume_prices_only_where_they_are_on(volume_prices, shown):
    client, member = log_in()
    bought, _other = make_goods(2)
    PriceFactory(product=bought, from_quantity=10, unit_price=Decimal("7.77"))
    old_order(member, [bought], placed_at=recent())

    text = open_home(client, alternatives=True, volume_prices=volume_prices).text

    assert ("7.77" in text) == shown


def test_block_says_why_it_is_here():
    publish_ideas(1)
    client, _member = log_in()

    response = client.get(reverse("home"))

    assert block(response, "ideas").because == "Because you may be looking for ideas"


@pytest.mark.parametrize("number", [1, 30])
def test_home_takes_four_queries_for_a_visitor(client, number, django_assert_num_queries):
    publish_ideas(number)
    for _ in range(number):
        CategoryFactory()
    client.get(reverse("home"))  # makes the small pictures, once and for all
    clear_published()

    with django_assert_num_queries(4):
        client.get(reverse("home"))


@pytest.mark.parametrize("number", [1, 30])
def test_home_takes_twelve_queries_with_everything_on(number, django_assert_num_queries):
    publish_ideas(number)
    client, member = log_in()
    goods = make_goods(number + 1)
    for product in goods:
        ProductPictureFactory(product=product)
        PriceFactory(product=product, from_quantity=10, unit_price=Decimal("7.00"))
    for days in range(1, number + 1):
        old_order(member, goods[:number], placed_at=recent(days))

    with override_features(**dict.fromkeys(OFF, True)), django_assert_num_queries(12):
        client.get(reverse("home"))
