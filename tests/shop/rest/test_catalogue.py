from __future__ import annotations

from decimal import Decimal

import pytest

from segmentation.testing import override_features
from tests.factories import (
    CategoryFactory,
    CompanyMemberFactory,
    CompanyPriceListFactory,
    PriceFactory,
    ProductFactory,
    ProductPictureFactory,
)
from tests.shop.rest.calling import Caller
from tests.shop.storefront.trading import make_goods, volume_price

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    return [product["name"] for product in response.json()["results"]]


def test_products_have_everything_needed_to_order_them():
    caller = Caller()
    [product] = make_goods(1, price="12.50", available=7, minimum_quantity=2, quantity_multiple=2)

    with override_features(volume_prices=False):
        [found] = caller.get("products/").json()["results"]

    assert found == {
        "sku": product.sku,
        "name": product.name,
        "brand": product.brand.name,
        "category": product.category.slug,
        "unit": "piece",
        "pack_size": 1,
        "minimum_quantity": 2,
        "quantity_multiple": 2,
        "available": 7,
        "restock_on": None,
        "picture": None,
        "url": f"/product/{product.slug}/",
        "unit_price": "12.50",
        "volume_prices": [],
    }


def test_visitor_sees_products_and_no_price():
    product = ProductFactory(price="12.50", available=7)
    volume_price(product, from_quantity=10, unit_price="9.00")

    with override_features(volume_prices=True):
        found = Caller(anonymous=True).get(f"products/{product.sku}/").json()

    assert (found["available"], found["unit_price"], found["volume_prices"]) == (7, None, [])


def test_price_is_the_one_agreed_with_the_company():
    caller = Caller()
    product = ProductFactory(price="12.50")
    agreed = CompanyPriceListFactory(company=caller.member.company)
    PriceFactory(product=product, price_list=agreed.price_list, unit_price=Decimal("11.00"))

    prices = [who.get(f"products/{product.sku}/").json()["unit_price"] for who in (caller, Caller(), caller)]

    assert prices == ["11.00", "12.50", "11.00"]


@pytest.mark.parametrize("is_on", [True, False])
def test_volume_prices_are_shown_only_where_they_are_switched_on(is_on):
    product = ProductFactory(price="10.00")
    volume_price(product, from_quantity=10, unit_price="9.00")

    with override_features(volume_prices=is_on):
        table = Caller().get(f"products/{product.sku}/").json()["volume_prices"]

    assert table == (
        [
            {"from_quantity": 1, "unit_price": "10.00", "saving_percent": 0},
            {"from_quantity": 10, "unit_price": "9.00", "saving_percent": 10},
        ]
        if is_on
        else []
    )


def test_search_finds_by_item_number_and_name():
    caller = Caller()
    ProductFactory(sku="PAP-1", name="Paper")
    ProductFactory(sku="CH-1", name="Chair")

    assert (names(caller.get("products/", search="pap")), names(caller.get("products/", search="chair"))) == (
        ["Paper"],
        ["Chair"],
    )


def test_category_holds_what_is_below_it_and_narrows_a_search():
    root = CategoryFactory(slug="furniture")
    below = CategoryFactory(slug="chairs", parent=root)
    ProductFactory(name="Chair", category=below)
    ProductFactory(name="Desk", category=root)
    ProductFactory(name="Chair polish")
    caller = Caller()

    found = caller.get("products/", category="furniture"), caller.get("products/", category="furniture", search="chair")

    assert list(map(names, found)) == [["Chair", "Desk"], ["Chair"]]


@pytest.mark.parametrize(
    "path", ["products/NO-SUCH/", "products/?category=no-such", "products/%00/", "products/?page=9"]
)
def test_what_does_not_exist_is_not_found(path):
    answer = Caller().get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("query", [{"category": "\0"}, {"search": "\0"}, {"search": "a" * 101}])
def test_queries_that_cannot_be_meant_are_refused_by_name(query):
    answer = Caller().get("products/", **query)

    assert (answer.status_code, list(answer.json())) == (400, list(query))


def test_product_no_longer_for_sale_is_not_found():
    assert Caller().get(f"products/{ProductFactory(is_active=False).sku}/").status_code == 404


def test_categories_come_in_the_order_of_the_tree():
    root = CategoryFactory(name="Furniture", slug="furniture")
    CategoryFactory(name="Chairs", slug="chairs", parent=root)
    CategoryFactory(name="Paper", slug="paper")

    assert Caller(anonymous=True).get("categories/").json() == [
        {"slug": "furniture", "name": "Furniture", "depth": 1},
        {"slug": "chairs", "name": "Chairs", "depth": 2},
        {"slug": "paper", "name": "Paper", "depth": 1},
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_products_take_the_same_queries_for_any_number(count, django_assert_num_queries):
    caller = Caller(CompanyMemberFactory())
    for product in make_goods(count):
        volume_price(product, from_quantity=10, unit_price="9.00")
        ProductPictureFactory(product=product)

    with django_assert_num_queries(7), override_features(volume_prices=True):
        answer = caller.get("products/")

    assert len(answer.json()["results"]) == count


@pytest.mark.parametrize("count", [1, 30])
def test_categories_take_one_query_for_any_number(count, django_assert_num_queries):
    for _number in range(count):
        CategoryFactory()

    with django_assert_num_queries(1):
        Caller(anonymous=True).get("categories/")
