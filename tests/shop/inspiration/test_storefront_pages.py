from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from wagtail.images.models import Image

from segmentation.testing import override_features
from shop.cart.models import CartLine
from shop.companies.models import CompanyMember
from tests.factories import (
    CompanyMemberFactory,
    DefaultPriceListFactory,
    PriceFactory,
    ProductFactory,
    ProductPictureFactory,
)
from tests.shop.inspiration.conftest import MakePage, gallery_value, picture_value, set_value

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inspiration_on() -> None:
    with override_features(inspiration=True):
        yield


@pytest.fixture
def member(client: Client) -> CompanyMember:
    """A buyer, logged in."""
    buyer = CompanyMemberFactory()
    client.force_login(buyer.user)
    return buyer


def test_a_visitor_reads_a_page(client: Client, make_page: MakePage) -> None:
    make_page("A quiet room", body=[("heading", "First the sound"), ("text", "<p>Clap <b>once</b>.</p>")])

    response = client.get("/inspiration/a-quiet-room/")

    assert response.status_code == 200
    assert "<h1>A quiet room</h1>" in response.text
    assert '<h2 class="story__heading">First the sound</h2>' in response.text
    assert "<p>Clap <b>once</b>.</p>" in response.text


def test_the_front_page_lists_published_pages(client: Client, make_page: MakePage) -> None:
    make_page("Shown")
    make_page("Draft", live=False)

    response = client.get("/inspiration/")

    assert [card.title for card in response.context["cards"]] == ["Shown"]


def test_a_draft_is_not_served(client: Client, make_page: MakePage) -> None:
    make_page("Draft", live=False)

    assert client.get("/inspiration/draft/").status_code == 404


@pytest.mark.parametrize("address", ["/inspiration/", "/inspiration/a-quiet-room/", "/inspiration/deeper/down/here/"])
def test_pages_are_closed_where_the_feature_is_off(address: str, client: Client, make_page: MakePage) -> None:
    make_page("A quiet room")

    with override_features(inspiration=False):
        response = client.get(address)

    assert response.status_code == 404
    assert "segmentation/feature_closed.html" in [template.name for template in response.templates]


def test_a_product_taken_from_the_shop_disappears(client: Client, make_page: MakePage) -> None:
    chair, desk = ProductFactory(name="Chair Fjord"), ProductFactory(name="Desk Sund")
    make_page(body=[("product_set", set_value([chair, desk]))])
    chair.is_active = False
    chair.save()

    response = client.get("/inspiration/a-quiet-room/")

    assert ("Chair Fjord" in response.text, "Desk Sund" in response.text) == (False, True)


def test_a_set_without_products_for_sale_is_not_shown(client: Client, make_page: MakePage) -> None:
    make_page(body=[("product_set", set_value([ProductFactory(is_active=False)], caption="All gone"))])

    assert "All gone" not in client.get("/inspiration/a-quiet-room/").text


def test_a_visitor_sees_no_price_and_no_button(client: Client, make_page: MakePage) -> None:
    DefaultPriceListFactory()
    make_page(body=[("product_set", set_value([ProductFactory(price="123.45")]))])

    response = client.get("/inspiration/a-quiet-room/")

    assert ("123.45" in response.text, "Add all to cart" in response.text) == (False, False)


def test_a_buyer_sees_prices_and_the_button(client: Client, member: CompanyMember, make_page: MakePage) -> None:
    chair = ProductFactory(price="123.45")
    make_page(body=[("product_set", set_value([chair]))])

    response = client.get("/inspiration/a-quiet-room/")

    assert response.context["prices"] == {chair.pk: Decimal("123.45")}
    assert "Add all to cart" in response.text


def test_add_all_puts_the_smallest_quantities_of_the_set_into_the_cart(
    client: Client, member: CompanyMember, make_page: MakePage
) -> None:
    chair = ProductFactory()
    paper = ProductFactory(minimum_quantity=10, quantity_multiple=4)
    gone = ProductFactory(is_active=False)
    page = make_page(
        body=[("product_set", set_value([chair, paper, gone])), ("product_set", set_value([ProductFactory()]))]
    )

    response = client.post(f"/inspiration/a-quiet-room/add/{page.body[0].id}/")

    assert response.headers["Location"] == "/cart/"
    lines = CartLine.objects.filter(cart__company=member.company).values_list("product", "quantity")
    assert dict(lines) == {chair.pk: 1, paper.pk: 12}


def test_add_all_is_closed_where_the_feature_is_off(client: Client, member: CompanyMember, make_page: MakePage) -> None:
    page = make_page(body=[("product_set", set_value([ProductFactory()]))])

    with override_features(inspiration=False):
        response = client.post(f"/inspiration/a-quiet-room/add/{page.body[0].id}/")

    assert (response.status_code, CartLine.objects.count()) == (404, 0)


def test_add_all_sends_a_visitor_to_the_log_in(client: Client, make_page: MakePage) -> None:
    page = make_page(body=[("product_set", set_value([ProductFactory()]))])

    response = client.post(f"/inspiration/a-quiet-room/add/{page.body[0].id}/")

    assert (response.status_code, CartLine.objects.count()) == (302, 0)


def test_add_all_is_refused_to_who_may_only_look(client: Client, member: CompanyMember, make_page: MakePage) -> None:
    CompanyMember.objects.filter(pk=member.pk).update(role=CompanyMember.Role.VIEWER)
    page = make_page(body=[("product_set", set_value([ProductFactory()]))])

    response = client.post(f"/inspiration/a-quiet-room/add/{page.body[0].id}/")

    assert (response.status_code, CartLine.objects.count()) == (403, 0)


def test_pictures_have_their_alt_texts(
    client: Client, make_page: MakePage, make_picture: Callable[[str], Image]
) -> None:
    make_page(
        hero_picture=make_picture("Hero"),
        hero_alt="A room with a plant",
        body=[
            ("picture", picture_value(make_picture("Table"))),
            ("gallery", gallery_value([make_picture("Lamp"), make_picture("Door")])),
        ],
    )

    text = client.get("/inspiration/a-quiet-room/").text

    wanted = ['alt="A room with a plant"', 'alt="Shows Table"', 'alt="Shows Lamp"', 'alt="Shows Door"']
    assert [alt for alt in wanted if alt in text] == wanted


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("size", [1, 6])
def test_a_page_takes_the_same_queries_for_any_number_of_blocks(
    size: int,
    client: Client,
    make_page: MakePage,
    make_picture: Callable[[str], Image],
    django_assert_num_queries: Callable,
) -> None:
    price_list = DefaultPriceListFactory()
    body = []
    for number in range(size):
        products = [ProductFactory() for _ in range(size)]
        for product in products:
            ProductPictureFactory(product=product)
            PriceFactory(product=product, price_list=price_list)
        body += [
            ("heading", "A heading"),
            ("text", "<p>Text</p>"),
            ("quote", {"text": "Good", "said_by": "Kim"}),
            ("picture", picture_value(make_picture(f"Picture {number}"))),
            ("gallery", gallery_value([make_picture(f"Gallery {number} {i}") for i in range(size + 1)])),
            ("product_set", set_value(products)),
            ("call_to_action", {"title": "On", "text": "", "label": "Go", "category": "chairs", "address": ""}),
        ]
    make_page(hero_picture=make_picture("Hero"), body=body)
    client.get("/inspiration/a-quiet-room/")  # draws each picture in its sizes, once

    with django_assert_num_queries(11):
        response = client.get("/inspiration/a-quiet-room/")

    assert response.text.count("product-card__name") == size * size


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("pages", [1, 30])
def test_the_front_page_takes_the_same_queries_for_any_number_of_pages(
    pages: int,
    client: Client,
    make_page: MakePage,
    make_picture: Callable[[str], Image],
    django_assert_num_queries: Callable,
) -> None:
    for number in range(pages):
        make_page(f"Page {number}", hero_picture=make_picture(f"Picture {number}"))
    client.get("/inspiration/")

    with django_assert_num_queries(7):
        client.get("/inspiration/")
