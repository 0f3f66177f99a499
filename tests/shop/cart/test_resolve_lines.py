from __future__ import annotations

from decimal import Decimal

import pytest

from shop.cart.lines_text import parse_lines
from shop.cart.resolve_lines import resolve_lines
from tests.factories import (
    CartFactory,
    CartLineFactory,
    CategoryFactory,
    CompanyPriceListFactory,
    PriceFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db


def always(category: str) -> bool:
    return True


@pytest.fixture
def cart():
    return CartFactory()


def resolve(text, cart):
    return resolve_lines(parse_lines(text), company=cart.company, cart=cart, volume_in=always)


def good(resolved):
    return [(line.product.sku, line.quantity) for line in resolved.good]


def bad(resolved):
    return [(line.line_no, line.sku, line.problem.code) for line in resolved.bad]


@pytest.mark.parametrize("entered", ["pen-1", "PEN-1", " Pen-1 "])
def test_case_and_spaces_around_an_item_number_do_not_matter(cart, entered):
    ProductFactory(sku="PEN-1", price="1", available=10)

    assert good(resolve(entered, cart)) == [("PEN-1", 1)]


@pytest.mark.parametrize(("stored", "entered"), [("BLÆK-1", "blæk-1"), ("blæk-1", "BLÆK-1")])
def test_case_of_letters_beyond_z_does_not_matter_either(cart, stored, entered):
    ProductFactory(sku=stored, price="1", available=10)

    assert good(resolve(entered, cart)) == [(stored, 1)]


def test_an_item_number_as_written_wins_over_one_that_differs_in_case(cart):
    ProductFactory(sku="pen", price="1", available=10)
    ProductFactory(sku="PEN", price="1", available=10)

    assert good(resolve("pen 1\nPEN 2", cart)) == [("pen", 1), ("PEN", 2)]


def test_lines_with_the_same_item_are_summed(cart):
    ProductFactory(sku="PEN", price="1", available=10)

    resolved = resolve("PEN 2\npen;3", cart)

    assert good(resolved) == [("PEN", 5)]
    assert resolved.good[0].line_nos == (1, 2)


def test_unknown_withdrawn_and_unpriced_items_are_told_apart_by_nothing(cart):
    ProductFactory(sku="GONE", price="1", available=10, is_active=False)
    ProductFactory(sku="NOT-YOURS", available=10)
    PriceFactory(product=ProductFactory(sku="STRANGERS", available=10), price_list=CompanyPriceListFactory().price_list)

    resolved = resolve("NONE\nGONE\nNOT-YOURS\nSTRANGERS", cart)

    assert {str(line.problem) for line in resolved.bad} == {"We have no item with this number."}
    assert [line.sku for line in resolved.bad] == ["NONE", "GONE", "NOT-YOURS", "STRANGERS"]


def test_what_cannot_be_read_stays_with_its_problem(cart):
    ProductFactory(sku="PEN", price="1", available=10)

    resolved = resolve("PEN five\nPEN 1", cart)

    assert (good(resolved), bad(resolved)) == ([("PEN", 1)], [(1, "PEN", "not_positive")])


@pytest.mark.parametrize(
    ("in_cart", "text", "codes"),
    [
        (0, "PEN 4", ["below_minimum"]),
        (2, "PEN 4", []),
        (0, "PEN 7", ["not_a_multiple"]),
        (1, "PEN 7", []),
        (0, "PEN 22", ["not_enough_stock"]),
        (20, "PEN 2", ["not_enough_stock"]),
        (0, "PEN 3\nPEN 4", ["not_a_multiple", "not_a_multiple"]),
        (0, "PEN 3\nPEN 3", []),
        (0, "PEN 200000", ["too_many"]),
    ],
)
def test_quantity_and_stock_are_checked_with_what_is_in_the_cart(cart, in_cart, text, codes):
    product = ProductFactory(sku="PEN", price="1", available=20, minimum_quantity=6, quantity_multiple=2)
    if in_cart:
        CartLineFactory(cart=cart, product=product, quantity=in_cart)

    assert [line.problem.code for line in resolve(text, cart).bad] == codes


def test_the_unit_price_is_that_of_everything_in_the_cart_then(cart):
    product = ProductFactory(sku="PEN", price="10.00", available=20)
    PriceFactory(product=product, from_quantity=10, unit_price=Decimal("8.00"))
    CartLineFactory(cart=cart, product=product, quantity=7)

    [line] = resolve("PEN 3", cart).good

    assert (line.quantity, line.price.unit_price, line.price.line_total) == (3, Decimal("8.00"), Decimal("24.00"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [("PEN 1 box", ["other_unit"]), ("PEN 1 BX", ["other_unit"]), ("PEN 1 Piece", []), ("PEN 1 for Kim", [])],
)
def test_another_unit_than_the_products_is_not_taken_for_it(cart, text, codes):
    ProductFactory(sku="PEN", price="1", available=20)

    assert [line.problem.code for line in resolve(text, cart).bad] == codes


def test_lines_beyond_the_most_are_told_and_not_dropped(cart):
    ProductFactory(sku="PEN", price="1", available=5000)

    resolved = resolve("\n".join(["PEN 1"] * 1002), cart)

    assert good(resolved) == [("PEN", 1000)]
    assert bad(resolved) == [(1001, "PEN", "too_many_lines"), (1002, "PEN", "too_many_lines")]


def test_what_no_longer_fits_into_the_cart_is_told(cart, settings):
    settings.SHOP_MAX_CART_LINES = 2
    there = CartLineFactory(cart=cart, product=ProductFactory(sku="A", price="1", available=9)).product
    ProductFactory(sku="B", price="1", available=9)
    ProductFactory(sku="C", price="1", available=9)

    resolved = resolve(f"{there.sku} 1\nB 1\nC 1", cart)

    assert (good(resolved), bad(resolved)) == ([("A", 1), ("B", 1)], [(3, "C", "cart_full")])


@pytest.mark.parametrize("count", [1, 30, 1000])
def test_any_number_of_lines_takes_five_queries(django_assert_num_queries, cart, count):
    category = CategoryFactory()
    skus = [ProductFactory(price="1", available=9, category=category).sku for _ in range(min(count, 200))]
    entered = parse_lines("\n".join(skus[number % len(skus)] for number in range(count)))

    with django_assert_num_queries(5):
        resolved = resolve_lines(entered, company=cart.company, cart=cart, volume_in=always)

    assert sum(line.quantity for line in resolved.good) == count


def test_nothing_entered_finds_nothing(cart):
    resolved = resolve("", cart)

    assert (resolved.good, resolved.bad) == ([], [])
