from __future__ import annotations

from collections.abc import Callable

import pytest
from wagtail.images.models import Image

from shop.inspiration.selectors import PageCard, latest_pages, products_of, products_of_set, published_page
from tests.factories import ProductFactory
from tests.shop.inspiration.conftest import MakePage, set_value


def test_latest_pages_are_cards_of_the_newest(make_page: MakePage) -> None:
    make_page("First")
    make_page("Second")
    make_page("Third")

    assert latest_pages(2) == [
        PageCard(title="Third", intro="In short.", picture_url="", url="/inspiration/third/"),
        PageCard(title="Second", intro="In short.", picture_url="", url="/inspiration/second/"),
    ]


def test_latest_pages_leave_out_drafts(make_page: MakePage) -> None:
    make_page("Draft", live=False)

    assert latest_pages(None) == []


@pytest.mark.parametrize("pages", [1, 12])
def test_latest_pages_take_two_queries_for_any_number(
    pages: int,
    make_page: MakePage,
    make_picture: Callable[[str], Image],
    django_assert_num_queries: Callable,
) -> None:
    for number in range(pages):
        make_page(f"Page {number}", hero_picture=make_picture(f"Picture {number}"))
    latest_pages(None)  # draws each picture in the size of a card, once

    with django_assert_num_queries(2):
        cards = latest_pages(None)

    assert [bool(card.picture_url) for card in cards] == [True] * pages


def test_published_page_knows_no_draft(make_page: MakePage) -> None:
    make_page("Draft", live=False)

    assert published_page("draft") is None


def test_products_of_a_page_are_each_there_once_and_for_sale(make_page: MakePage) -> None:
    chair, desk, gone = ProductFactory(), ProductFactory(), ProductFactory(is_active=False)
    page = make_page(body=[("product_set", set_value([chair, gone])), ("product_set", set_value([desk, chair]))])

    assert products_of(page) == [chair, desk]


def test_products_of_a_set_are_those_of_that_set_alone(make_page: MakePage) -> None:
    chair, desk = ProductFactory(), ProductFactory()
    page = make_page(body=[("product_set", set_value([chair])), ("product_set", set_value([desk]))])

    assert products_of_set(page, page.body[1].id) == [desk]


def test_products_of_an_unknown_set_are_none(make_page: MakePage) -> None:
    page = make_page(body=[("product_set", set_value([ProductFactory()]))])

    assert products_of_set(page, "00000000-0000-0000-0000-000000000000") == []


def test_a_deleted_product_is_gone_from_its_set(make_page: MakePage) -> None:
    chair, desk = ProductFactory(), ProductFactory()
    page = make_page(body=[("product_set", set_value([chair, desk]))])
    chair.delete()

    assert products_of(page) == [desk]
