from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from segmentation.models import SkuRelation
from segmentation.testing import override_features
from shop.companies.models import CompanyMember
from shop.stock.models import StockItem
from tests.factories import (
    AttributeFactory,
    AttributeValueFactory,
    CategoryFactory,
    CompanyMemberFactory,
    PriceFactory,
    ProductFactory,
    ProductPictureFactory,
)
from tests.shop.storefront.trading import log_in

pytestmark = pytest.mark.django_db

TO = "\N{EN DASH}"


def show(client, product, **parameters):
    return client.get(product.get_absolute_url(), parameters)


def with_volume_price(product, *, from_quantity: int = 10, unit_price: str = "8.00"):
    PriceFactory(product=product, from_quantity=from_quantity, unit_price=Decimal(unit_price))
    return product


def words_of(response) -> str:
    return " ".join(response.text.split())


def test_product_page_shows_facts_with_their_units(client):
    product = ProductFactory(pack_size=12, unit="BX")
    height = AttributeFactory(name="Height", unit="cm")
    AttributeValueFactory(product=product, attribute=height, text="", number=Decimal("112.000"))

    text = words_of(show(client, product))

    assert ("box of 12" in text, "112 cm" in text) == (True, True)


def test_visitor_is_asked_to_log_in_for_the_price(client):
    product = with_volume_price(ProductFactory(price="123.45"), unit_price="111.00")

    with override_features(volume_prices=True, alternatives=True):
        text = words_of(show(client, product))

    assert ("123" in text, "111" in text, "Log in to see yours" in text) == (False, False, True)


@pytest.mark.parametrize(("is_on", "shown"), [(True, True), (False, False)])
def test_volume_prices_show_where_they_are_on(is_on, shown):
    client, _member = log_in()
    product = with_volume_price(ProductFactory(price="10.00"))

    with override_features(volume_prices=is_on):
        text = words_of(show(client, product))

    assert ("Volume prices" in text, "DKK 8.00" in text, "20&nbsp;%" in text) == ((shown,) * 3)


@pytest.mark.parametrize(
    ("quantity", "current"),
    [("1", [f"1{TO}9"]), ("9", [f"1{TO}9"]), ("10", ["10 or more"]), ("nonsense", [f"1{TO}9"])],
)
def test_step_that_counts_for_the_asked_quantity_is_marked(quantity, current):
    client, _member = log_in()
    product = with_volume_price(ProductFactory(price="10.00"))

    with override_features(volume_prices=True):
        response = show(client, product, **{f"quantity_{product.pk}": quantity})

    rows = [part.split("</th>")[0] for part in response.text.split('class="is-current"')[1:]]
    assert [" ".join(row.split(">")[2].split("<")[0].split()) for row in rows] == current


@pytest.mark.parametrize(("is_on", "compared"), [(True, ["A", "B"]), (False, [])])
def test_alternatives_stand_beside_the_product_where_they_are_on(is_on, compared):
    client, _member = log_in()
    category = CategoryFactory()
    product = ProductFactory(name="A", category=category, price="10.00")
    ProductFactory(name="B", category=category, price="12.00")

    with override_features(alternatives=is_on):
        comparison = show(client, product).context["comparison"]

    assert compared == ([offer.product.name for offer in comparison.offers] if comparison else [])


def test_facts_that_differ_come_first_in_a_comparison():
    client, _member = log_in()
    category = CategoryFactory()
    product, other = (ProductFactory(name=name, category=category) for name in "AB")
    colour, material = AttributeFactory(name="Colour"), AttributeFactory(name="Material")
    for each, shade in ((product, "red"), (other, "blue")):
        AttributeValueFactory(product=each, attribute=colour, text="black")
        AttributeValueFactory(product=each, attribute=material, text=shade)

    with override_features(alternatives=True):
        facts = show(client, product).context["comparison"].facts

    assert [(row.attribute.name, row.differs) for row in facts] == [("Material", True), ("Colour", False)]


@pytest.mark.parametrize(
    ("available", "restock_on", "words"),
    [
        (100, None, "In stock"),
        (3, None, "3 left"),
        (0, date(2027, 1, 15), "More on 15 Jan 2027"),
        (0, None, "Out of stock"),
    ],
)
def test_stock_is_told_in_words(client, available, restock_on, words):
    product = ProductFactory()
    StockItem.objects.update_or_create(product=product, defaults={"available": available, "restock_on": restock_on})

    assert words in words_of(show(client, product))


def test_person_who_may_only_look_gets_no_cart_button():
    client, _member = log_in(CompanyMemberFactory(role=CompanyMember.Role.VIEWER))

    assert "Add to cart" not in show(client, ProductFactory(price="10.00")).text


def test_product_no_longer_sold_points_to_its_successor(client):
    successor = ProductFactory(name="New lamp")
    product = ProductFactory(name="Old lamp", is_active=False, successor=successor)

    response = show(client, product)

    assert (response.status_code, successor.get_absolute_url() in response.text) == (410, True)


@pytest.mark.parametrize("number", [1, 30])
def test_product_page_takes_thirteen_queries_with_everything_on(number, django_assert_num_queries):
    client, _member = log_in()
    category = CategoryFactory(parent=CategoryFactory())
    products = [ProductFactory(category=category, price="10.00", available=5) for _ in range(number + 1)]
    colour = AttributeFactory()
    for product in products:
        with_volume_price(product)
        AttributeValueFactory(product=product, attribute=colour)
        ProductPictureFactory(product=product)

    with override_features(volume_prices=True, alternatives=True), django_assert_num_queries(13):
        show(client, products[0])


def relate(product, other, **fields):
    counts = {"score": 50, "lift": 21, "n_both": 14, "n_sku": 37, "n_other": 20, "baskets_both": 3, "switches": 0}
    origin = {"version": "relations-1", "as_of": date(2026, 6, 1), "written_at": timezone.now()}
    SkuRelation.objects.create(sku=product.sku, other=other.sku, **(counts | origin | fields))


def compared(response):
    comparison = response.context["comparison"]
    names = [offer.product.name for offer in comparison.offers]
    return dict(zip(names, comparison.reasons, strict=True))


def test_alternatives_are_those_that_companies_buy_with_the_reason_and_those_set_by_hand_first():
    client, _member = log_in()
    category = CategoryFactory()
    product, similar, successor, gone = (ProductFactory(name=name, category=category, price="10.00") for name in "ABCD")
    elsewhere = ProductFactory(name="E", price="10.00")
    gone.is_active = False
    gone.save()
    relate(product, successor, kind="successor", rank=1)
    relate(product, gone, kind="substitute", rank=2)
    relate(product, elsewhere, kind="substitute", rank=3)

    with override_features(alternatives=True):
        response = show(client, product)

    assert compared(response) == {
        "A": "",
        "C": "Set by your shop as the successor of A.",
        "E": "14 of 37 companies that buy A also buy this (2.1 times more often than usual).",
        "B": "Of the same kind, with most in common.",
    }
    assert similar.name in response.text


@pytest.mark.parametrize(("known", "queries"), [(0, 13), (1, 14), (3, 13), (20, 13)])
def test_alternatives_take_a_set_number_of_queries(known, queries, django_assert_num_queries):
    client, _member = log_in()
    category = CategoryFactory(parent=CategoryFactory())
    product, *others = (ProductFactory(category=category, price="10.00", available=5) for _ in range(31))
    for rank, other in enumerate(others[:known], start=1):
        relate(product, other, kind="substitute", rank=rank)

    with override_features(volume_prices=True, alternatives=True), django_assert_num_queries(queries):
        show(client, product)


@pytest.mark.parametrize(("is_on", "shown"), [(True, ["Similar lamp"]), (False, [])])
def test_product_that_nothing_replaced_names_what_can_stand_in_where_that_is_on(is_on, shown):
    client, _member = log_in()
    category = CategoryFactory()
    gone = ProductFactory(name="Old lamp", category=category, is_active=False)
    ProductFactory(name="Similar lamp", category=category, price="10.00")

    with override_features(alternatives=is_on):
        response = show(client, gone)

    assert [offer.product.name for offer, _why in response.context["rows"]] == shown
    assert ("What can stand in for it" in response.text) == is_on
