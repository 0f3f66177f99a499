from __future__ import annotations

from datetime import date
from decimal import Decimal

from shop.demo.catalogue import plan_catalogue
from shop.demo.pictures.draw import DRAWINGS
from shop.demo.pictures.tones import COLOURS
from shop.demo.prices import price_in, printed_price
from shop.demo.tables.departments import DEPARTMENTS
from shop.demo.tables.goods import ATTRIBUTES

AS_OF = date(2026, 6, 15)


def test_plan_catalogue_gives_the_same_products_for_the_same_seed_and_day() -> None:
    assert plan_catalogue(seed=7, as_of=AS_OF) == plan_catalogue(seed=7, as_of=AS_OF)


def test_plan_catalogue_gives_other_stock_for_another_seed() -> None:
    one, other = plan_catalogue(seed=7, as_of=AS_OF), plan_catalogue(seed=8, as_of=AS_OF)

    assert [each.available for each in one] != [each.available for each in other]


def test_plan_catalogue_has_about_forty_categories_and_six_hundred_products() -> None:
    products = plan_catalogue(seed=1, as_of=AS_OF)

    assert (len(DEPARTMENTS), len({each.category for each in products}), len(products)) == (6, 42, 615)


def test_plan_catalogue_names_every_product_once() -> None:
    products = plan_catalogue(seed=1, as_of=AS_OF)

    for names in ([each.sku for each in products], [each.slug for each in products], [each.name for each in products]):
        assert len(set(names)) == len(products)


def test_plan_catalogue_uses_only_drawings_colours_and_attributes_that_exist() -> None:
    products = plan_catalogue(seed=1, as_of=AS_OF)

    assert {each.drawing for each in products} - DRAWINGS.keys() == set()
    assert {each.shade for each in products} - COLOURS.keys() == set()
    assert {key for each in products for key in each.attributes} - ATTRIBUTES.keys() == set()


def test_plan_catalogue_says_everything_that_a_range_of_goods_is_written_down_with() -> None:
    written = {
        key for each in DEPARTMENTS for leaf in each.leaves for r in leaf.ranges for key in (*r.options, *r.facts)
    }

    assert written - ATTRIBUTES.keys() == set()


def test_plan_catalogue_makes_volume_prices_fall_with_quantities_that_can_be_ordered() -> None:
    for product in plan_catalogue(seed=1, as_of=AS_OF):
        prices = [product.price, *(price for _, price in product.volume_prices)]
        assert prices == sorted(set(prices), reverse=True), product.name
        assert [start for start, _ in product.volume_prices if start % product.step or start <= product.minimum] == []


def test_plan_catalogue_replaces_products_within_their_category_on_the_day_the_new_one_comes() -> None:
    products = {each.sku: each for each in plan_catalogue(seed=1, as_of=AS_OF)}
    replaced = [each for each in products.values() if each.successor]

    assert len(replaced) >= 10
    for old in replaced:
        new = products[old.successor or ""]
        assert (new.category, new.launched_on, old.available) == (old.category, old.discontinued_on, 0)


def test_plan_catalogue_says_when_more_comes_of_what_is_sold_out() -> None:
    sold_out = [each for each in plan_catalogue(seed=1, as_of=AS_OF) if not each.available and not each.successor]

    assert len(sold_out) >= 10
    assert [each.sku for each in sold_out if each.restock_on is None or each.restock_on <= AS_OF] == []


def test_printed_price_rounds_as_prices_of_that_size_are_printed() -> None:
    assert [printed_price(amount) for amount in (11.38, 46.3, 349.4, 6487)] == [
        Decimal("11.50"),
        Decimal("46.50"),
        Decimal("349.00"),
        Decimal("6485.00"),
    ]


def test_price_in_an_earlier_year_was_three_per_cent_lower_a_year() -> None:
    today = Decimal("100.00")

    assert [price_in(year, today, today=2026) for year in (2024, 2025, 2026)] == [
        Decimal("94.10"),
        Decimal("97.00"),
        today,
    ]
