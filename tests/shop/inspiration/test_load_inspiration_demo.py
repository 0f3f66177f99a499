from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.images.models import Image
from wagtail.models import Revision

from segmentation.testing import override_features
from shop.companies.models import User
from shop.inspiration.models import InspirationPage
from shop.inspiration.selectors import latest_pages, products_of
from shop.inspiration.services.load_inspiration_demo import load_inspiration_demo
from tests.factories import CategoryFactory, ProductFactory

pytestmark = pytest.mark.django_db


def test_six_pages_are_published_with_a_drawn_picture() -> None:
    load_inspiration_demo()

    cards = latest_pages(None)
    assert (len(cards), all(card.picture_url.endswith(".svg") for card in cards)) == (6, True)


def test_every_picture_says_what_it_shows() -> None:
    load_inspiration_demo()

    assert Image.objects.filter(description="").count() == 0


def test_loading_again_changes_nothing() -> None:
    ProductFactory(category=CategoryFactory(slug="office-chairs"))
    load_inspiration_demo()
    before = (InspirationPage.objects.count(), Image.objects.count(), Revision.objects.count())

    load_inspiration_demo()

    assert (InspirationPage.objects.count(), Image.objects.count(), Revision.objects.count()) == before


def test_products_are_chosen_by_category() -> None:
    chair = ProductFactory(category=CategoryFactory(slug="office-chairs"))
    ProductFactory(category=CategoryFactory(slug="safes"))
    load_inspiration_demo()

    page = InspirationPage.objects.get(slug="a-home-office-in-an-afternoon")

    assert products_of(page) == [chair]


def test_product_sets_follow_a_catalogue_that_grew() -> None:
    load_inspiration_demo()
    chair = ProductFactory(category=CategoryFactory(slug="office-chairs"))

    load_inspiration_demo()

    assert products_of(InspirationPage.objects.get(slug="a-home-office-in-an-afternoon")) == [chair]


def test_a_page_changed_by_an_editor_stays_as_it_is(editor: User) -> None:
    load_inspiration_demo()
    page = InspirationPage.objects.get(slug="print-less")
    page.body = []
    page.save_revision(user=editor).publish()

    load_inspiration_demo()

    assert len(InspirationPage.objects.get(slug="print-less").body) == 0


def test_every_demo_page_can_be_read(client: Client) -> None:
    for slug in ("office-chairs", "paper", "coffee", "printers"):
        ProductFactory(category=CategoryFactory(slug=slug))
    load_inspiration_demo()

    with override_features(inspiration=True):
        answers = [client.get(card.url).status_code for card in latest_pages(None)]

    assert answers == [200] * 6


def test_loading_takes_the_same_queries_for_any_number_of_products(django_assert_max_num_queries: Callable) -> None:
    category = CategoryFactory(slug="office-chairs")
    for _ in range(40):
        ProductFactory(category=category)
    load_inspiration_demo()

    with django_assert_max_num_queries(40):
        load_inspiration_demo()
