from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from shop.cart.models import CartLine
from shop.cart.selectors import cart_count, get_cart, read_cart
from shop.cart.services import (
    CartChange,
    CartFullError,
    add_to_cart,
    empty_cart,
    remove_from_cart,
    set_quantity,
)
from tests.factories import (
    CartFactory,
    CartLineFactory,
    CategoryFactory,
    CompanyFactory,
    PriceFactory,
    ProductFactory,
    ProductPictureFactory,
    StockItemFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def always(category: str) -> bool:
    return True


@pytest.fixture
def cart():
    return CartFactory()


def quantities(cart):
    return dict(CartLine.objects.filter(cart=cart).values_list("product", "quantity"))


def products(count):
    category = CategoryFactory()
    return [ProductFactory(price="10.00", available=100, category=category) for _ in range(count)]


def test_a_person_has_one_cart_for_each_company():
    user, first, second = UserFactory(), CompanyFactory(), CompanyFactory()

    assert get_cart(user, first) == get_cart(user, first)
    assert get_cart(user, first) != get_cart(user, second)


def test_adding_sums_with_what_is_there(cart):
    there, new = products(2)
    CartLineFactory(cart=cart, product=there, quantity=2)

    change = add_to_cart(cart, {there.pk: 3, new.pk: 4}, at=NOON)

    assert quantities(cart) == {there.pk: 5, new.pk: 4}
    assert change == CartChange(added=1, merged=1)


def test_what_is_not_for_sale_is_left_out(cart):
    [sold] = products(1)
    withdrawn = ProductFactory(is_active=False)

    change = add_to_cart(cart, {sold.pk: 1, withdrawn.pk: 1, 10**9: 1}, at=NOON)

    assert quantities(cart) == {sold.pk: 1}
    assert change == CartChange(added=1, merged=0, not_for_sale=(withdrawn.pk, 10**9))


def test_adding_nothing_changes_nothing(cart):
    assert add_to_cart(cart, {}, at=NOON) == CartChange(added=0, merged=0)


@pytest.mark.parametrize("quantity", [0, -1, 100_001])
def test_a_quantity_that_no_order_can_have_is_refused(cart, quantity):
    [product] = products(1)

    with pytest.raises(ValueError, match="Quantities are from 1"):
        add_to_cart(cart, {product.pk: quantity}, at=NOON)


def test_a_full_cart_takes_nothing_more(cart, settings):
    settings.SHOP_MAX_CART_LINES = 2
    first, second, third = products(3)
    add_to_cart(cart, {first.pk: 1}, at=NOON)

    with pytest.raises(CartFullError):
        add_to_cart(cart, {second.pk: 1, third.pk: 1}, at=NOON)

    assert quantities(cart) == {first.pk: 1}


def test_a_full_cart_still_takes_more_of_what_is_in_it(cart, settings):
    settings.SHOP_MAX_CART_LINES = 1
    [product] = products(1)
    add_to_cart(cart, {product.pk: 1}, at=NOON)
    add_to_cart(cart, {product.pk: 1}, at=NOON)

    assert quantities(cart) == {product.pk: 2}


@pytest.mark.parametrize("count", [1, 30, 200])
def test_any_number_of_lines_goes_in_with_four_queries_in_a_transaction(django_assert_num_queries, cart, count):
    many = products(count)

    with django_assert_num_queries(6):  # and the two that open and close the transaction
        add_to_cart(cart, {product.pk: 1 for product in many}, at=NOON)

    assert len(quantities(cart)) == count


def test_what_goes_on_top_takes_a_query_less(django_assert_num_queries, cart):
    first, second = products(2)
    add_to_cart(cart, {first.pk: 1}, at=NOON)

    with django_assert_num_queries(5):
        add_to_cart(cart, {second.pk: 1}, at=NOON)


def test_a_cart_knows_when_its_first_line_was_put_in(cart):
    first, second = products(2)
    add_to_cart(cart, {10**9: 1}, at=NOON - timedelta(hours=2))
    add_to_cart(cart, {first.pk: 1}, at=NOON)
    add_to_cart(cart, {first.pk: 1, second.pk: 1}, at=NOON + timedelta(hours=1))
    remove_from_cart(cart, first.pk)

    cart.refresh_from_db()
    assert cart.started_at == NOON


def test_a_cart_that_was_emptied_starts_anew(cart):
    [product] = products(1)
    add_to_cart(cart, {product.pk: 1}, at=NOON)
    remove_from_cart(cart, product.pk)
    add_to_cart(cart, {product.pk: 1}, at=NOON + timedelta(days=3))

    cart.refresh_from_db()
    assert cart.started_at == NOON + timedelta(days=3)


def test_a_quantity_is_set(cart):
    line = CartLineFactory(cart=cart, quantity=2)

    assert set_quantity(cart, line.product_id, 7) is True
    assert quantities(cart) == {line.product_id: 7}


def test_setting_the_quantity_of_what_is_not_in_the_cart_adds_nothing(cart):
    others = CartLineFactory()

    assert set_quantity(cart, others.product_id, 7) is False
    assert quantities(others.cart) == {others.product_id: 1}


def test_removing_takes_one_product_out_of_this_cart_only(cart):
    line, kept = CartLineFactory(cart=cart), CartLineFactory(cart=cart)
    others = CartLineFactory(product=line.product)

    assert remove_from_cart(cart, line.product_id) is True
    assert remove_from_cart(cart, line.product_id) is False
    assert [quantities(cart), quantities(others.cart)] == [{kept.product_id: 1}, {line.product_id: 1}]


def test_emptying_takes_everything_out_of_this_cart_only(cart):
    CartLineFactory.create_batch(2, cart=cart)
    others = CartLineFactory()

    assert empty_cart(cart) == 2
    assert [quantities(cart), quantities(others.cart)] == [{}, {others.product_id: 1}]


def test_cart_count_counts_products_of_this_person_and_company(cart):
    CartLineFactory.create_batch(2, cart=cart, quantity=5)
    CartLineFactory(cart=CartFactory(user=cart.user))

    assert cart_count(cart.user, cart.company) == 2


@pytest.mark.parametrize("company", [None, "a company"])
def test_a_visitor_has_nothing_in_the_cart(company, cart):
    assert cart_count(AnonymousUser(), cart.company if company else None) == 0


def test_a_cart_reads_with_prices_totals_and_stock(cart):
    product = ProductFactory(price="10.00", available=50)
    PriceFactory(product=product, from_quantity=10, unit_price=Decimal("8.00"))
    add_to_cart(cart, {product.pk: 10}, at=NOON)

    contents = read_cart(cart, volume_in=always)

    [item] = contents.lines
    assert (item.product, item.quantity, item.available, item.problems) == (product, 10, 50, [])
    assert (item.price.unit_price, item.price.line_total) == (Decimal("8.00"), Decimal("80.00"))
    assert (contents.totals.net, contents.totals.total, contents.can_order) == (
        Decimal("80.00"),
        Decimal("173.75"),
        True,
    )


def problems_of(cart):
    contents = read_cart(cart, volume_in=always)
    return [problem.code for item in contents.lines for problem in item.problems], contents.can_order


def test_an_empty_cart_cannot_be_ordered(cart):
    contents = read_cart(cart, volume_in=always)

    assert (contents.lines, contents.totals.total, contents.can_order) == ([], Decimal("0.00"), False)


@pytest.mark.parametrize(
    ("fields", "quantity", "codes"),
    [
        ({"price": "1", "available": 4}, 5, ["not_enough_stock"]),
        ({"price": "1", "available": 9, "quantity_multiple": 4}, 5, ["not_a_multiple"]),
        ({"price": "1", "available": 9, "minimum_quantity": 6}, 5, ["below_minimum"]),
        ({"price": "1", "available": 4, "minimum_quantity": 6}, 5, ["below_minimum", "not_enough_stock"]),
        ({"available": 9}, 5, ["not_for_sale"]),
        ({"price": "1", "available": 9, "is_active": False}, 5, ["not_for_sale"]),
        ({"price": "1", "available": 5}, 5, []),
    ],
)
def test_a_line_says_why_it_cannot_be_ordered(cart, fields, quantity, codes):
    CartLineFactory(cart=cart, product=ProductFactory(**fields), quantity=quantity)

    assert problems_of(cart) == (codes, not codes)


@pytest.mark.parametrize(
    ("available", "restock_on", "message"),
    [
        (2, None, "Only 2 in stock."),
        (2, date(2026, 4, 1), "Only 2 in stock, more expected on April 1, 2026."),
        (0, None, "Out of stock."),
        (0, date(2026, 4, 1), "Out of stock, more expected on April 1, 2026."),
    ],
)
def test_too_little_stock_is_told_with_what_there_is_and_will_be(cart, available, restock_on, message):
    product = ProductFactory(price="1")
    StockItemFactory(product=product, available=available, restock_on=restock_on)
    CartLineFactory(cart=cart, product=product, quantity=5)

    [item] = read_cart(cart, volume_in=always).lines

    assert [str(problem).replace("1 April 2026", "April 1, 2026") for problem in item.problems] == [message]


@pytest.mark.parametrize("count", [1, 30, 200])
def test_reading_a_cart_takes_four_queries(django_assert_num_queries, cart, count):
    for product in products(count):
        ProductPictureFactory(product=product)
        CartLineFactory(cart=cart, product=product)
    cart.refresh_from_db()
    own = get_cart(cart.user, cart.company)

    with django_assert_num_queries(4):
        contents = read_cart(own, volume_in=always)
        facts = [(item.product.brand.name, item.product.category.name, item.product.picture) for item in contents.lines]

    assert len(facts) == count
