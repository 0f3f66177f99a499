from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.pricing.money import round_money
from shop.pricing.selectors import PriceBreak, plain_prices, price_lines, price_tables
from tests.factories import (
    CategoryFactory,
    CompanyFactory,
    CompanyPriceListFactory,
    DefaultPriceListFactory,
    PriceFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db


def always(category: str) -> bool:
    return True


def never(category: str) -> bool:
    return False


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def product():
    product = ProductFactory()
    for from_quantity, unit_price in [(1, "10.00"), (5, "9.00"), (10, "7.77")]:
        PriceFactory(product=product, from_quantity=from_quantity, unit_price=Decimal(unit_price))
    return product


def price(product, quantity, *, company, volume_in=always):
    return price_lines({product.pk: quantity}, company=company, volume_in=volume_in)[product.pk]


@pytest.mark.parametrize(
    ("quantity", "unit_price"),
    [(1, "10.00"), (4, "10.00"), (5, "9.00"), (9, "9.00"), (10, "7.77"), (1000, "7.77")],
)
def test_the_highest_break_not_above_the_quantity_counts(product, company, quantity, unit_price):
    assert price(product, quantity, company=company).unit_price == Decimal(unit_price)


def test_without_volume_prices_the_plain_price_counts_at_any_quantity(product, company):
    line = price(product, 10, company=company, volume_in=never)

    assert (line.unit_price, line.line_total, line.next_break) == (Decimal("10.00"), Decimal("100.00"), None)


def test_the_next_break_is_named_with_its_saving(product, company):
    assert price(product, 5, company=company).next_break == PriceBreak(10, Decimal("7.77"), 22)


def test_no_next_break_beyond_the_last(product, company):
    assert price(product, 10, company=company).next_break is None


def test_a_break_that_is_no_cheaper_is_not_offered_next(company):
    product = ProductFactory(price="10.00")
    PriceFactory(product=product, from_quantity=5, unit_price=Decimal("10.00"))

    assert price(product, 1, company=company).next_break is None


def test_volume_prices_count_by_the_category_of_the_product(company):
    chair = ProductFactory(price="10.00", category=CategoryFactory(slug="chairs"))
    paper = ProductFactory(price="10.00", category=CategoryFactory(slug="paper"))
    for product in (chair, paper):
        PriceFactory(product=product, from_quantity=2, unit_price=Decimal("8.00"))

    lines = price_lines({chair.pk: 2, paper.pk: 2}, company=company, volume_in=lambda category: category == "chairs")

    assert [lines[chair.pk].line_total, lines[paper.pk].line_total] == [Decimal("16.00"), Decimal("20.00")]


def test_the_agreed_list_replaces_everybodys_with_all_its_breaks(product, company):
    agreed = CompanyPriceListFactory(company=company).price_list
    PriceFactory(product=product, price_list=agreed, unit_price=Decimal("9.50"))

    assert price_tables([product.pk], company=company) == {product.pk: [PriceBreak(1, Decimal("9.50"), 0)]}


def test_everybodys_price_counts_where_the_agreed_list_has_none(product, company):
    CompanyPriceListFactory(company=company)

    assert plain_prices([product.pk], company=company) == {product.pk: Decimal("10.00")}


def test_a_product_without_a_price_is_absent(company):
    product = ProductFactory()

    assert price_lines({product.pk: 1}, company=company, volume_in=always) == {}


def test_the_price_of_one_company_never_reaches_another(product, company):
    stranger = CompanyPriceListFactory()
    PriceFactory(product=product, price_list=stranger.price_list, unit_price=Decimal("1.00"))
    only_theirs = PriceFactory(price_list=stranger.price_list, unit_price=Decimal("1.00")).product

    assert plain_prices([product.pk, only_theirs.pk], company=company) == {product.pk: Decimal("10.00")}


def test_one_row_a_break_where_several_companies_agreed_on_everybodys_list(product, company):
    for agreeing in [company, *CompanyFactory.create_batch(3)]:
        CompanyPriceListFactory(company=agreeing, price_list=DefaultPriceListFactory())

    assert [row.from_quantity for row in price_tables([product.pk], company=company)[product.pk]] == [1, 5, 10]


@pytest.mark.parametrize("count", [1, 200])
def test_any_number_of_lines_takes_two_queries(django_assert_num_queries, company, count):
    category = CategoryFactory()
    products = [ProductFactory(price="10.00", category=category) for _ in range(count)]

    with django_assert_num_queries(2):
        lines = price_lines({product.pk: 3 for product in products}, company=company, volume_in=always)

    assert len(lines) == count


def test_known_categories_save_a_query(django_assert_num_queries, company):
    product = ProductFactory(price="10.00")

    with django_assert_num_queries(1):
        price_lines({product.pk: 3}, company=company, volume_in=always, categories={product.pk: "any"})


def test_a_free_product_saves_nothing(company):
    product = ProductFactory(price="0.00")

    assert price_tables([product.pk], company=company)[product.pk] == [PriceBreak(1, Decimal("0.00"), 0)]


@pytest.mark.parametrize(("amount", "rounded"), [("0.005", "0.01"), ("0.015", "0.02"), ("-0.005", "-0.01"), ("1", "1")])
def test_half_a_cent_is_rounded_up(amount, rounded):
    assert round_money(Decimal(amount)) == Decimal(rounded)


@given(
    quantity=st.integers(1, 100_000),
    unit_price=st.decimals(min_value=0, max_value=99_999, places=2),
)
def test_a_line_is_exactly_price_times_quantity(quantity, unit_price):
    from shop.pricing.selectors import _line_price

    line = _line_price(1, quantity, [PriceBreak(1, unit_price, 0)], True, list_price=None)

    assert line.line_total == unit_price * quantity
