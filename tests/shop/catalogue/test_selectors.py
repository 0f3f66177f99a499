from __future__ import annotations

import pytest

from shop.catalogue.selectors import (
    category_tree,
    products_in,
    search_products,
    similar_products,
    visible_products,
)
from tests.factories import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    ProductPictureFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 30])
def test_visible_products_take_two_queries(django_assert_num_queries, count):
    for _ in range(count):
        ProductPictureFactory()

    with django_assert_num_queries(2):
        facts = [(product.brand.name, product.category.name, product.picture.alt) for product in visible_products()]

    assert len(facts) == count


def test_visible_products_leave_out_what_is_not_for_sale():
    shown = ProductFactory()
    ProductFactory(is_active=False)

    assert list(visible_products()) == [shown]


def test_the_first_picture_is_the_one_in_the_first_position():
    second = ProductPictureFactory(position=2)
    first = ProductPictureFactory(product=second.product, position=1)

    assert visible_products().get().picture == first


def test_a_product_without_pictures_has_none():
    assert ProductFactory().picture is None


def names(nodes):
    return [(node.category.name, names(node.children)) for node in nodes]


def test_category_tree_nests_and_sorts_in_one_query(django_assert_num_queries):
    office = CategoryFactory(name="Office")
    CategoryFactory(name="Coffee")
    chairs = CategoryFactory(name="Chairs", parent=office)
    CategoryFactory(name="Stools", parent=chairs)
    CategoryFactory(name="Desks", parent=office)

    with django_assert_num_queries(1):
        tree = names(category_tree())

    assert tree == [("Coffee", []), ("Office", [("Chairs", [("Stools", [])]), ("Desks", [])])]


def test_products_in_a_category_include_those_further_down():
    office = CategoryFactory(name="Office")
    stools = CategoryFactory(name="Stools", parent=CategoryFactory(name="Chairs", parent=office))
    deep = ProductFactory(category=stools)
    ProductFactory(category=CategoryFactory(name="Paper"))

    assert list(products_in(office)) == [deep]


@pytest.fixture
def chair():
    return ProductFactory(
        sku="CH-100", name="Støl med ryg", brand=BrandFactory(name="Nordsit"), category=CategoryFactory(name="Chairs")
    )


@pytest.mark.parametrize("text", ["ch-1", "CH-100", "ryg", "nordSIT", "chairs", "chairs nordsit ryg", "STØL", "  ryg "])
def test_search_finds_a_product_by_every_word(chair, text):
    ProductFactory()

    assert list(search_products(text)) == [chair]


@pytest.mark.parametrize("text", ["100", "ryg desk", "%", "_", "", "   ", "\0", "ryg\\"])
def test_search_finds_nothing_unless_every_word_matches(chair, text):
    assert list(search_products(text)) == []


def test_search_leaves_out_what_is_not_for_sale():
    ProductFactory(name="Lamp", is_active=False)

    assert list(search_products("lamp")) == []


def test_search_puts_a_matching_item_number_first():
    by_name = ProductFactory(sku="X-1", name="A pen like PEN-1")
    longer = ProductFactory(sku="PEN-12", name="B")
    exact = ProductFactory(sku="PEN-1", name="C")

    assert list(search_products("pen-1")) == [exact, longer, by_name]


def test_similar_products_share_the_category_and_most_attributes_come_first():
    category = CategoryFactory()
    colour, height = AttributeFactory(), AttributeFactory()
    product, twin, cousin, other = (ProductFactory(category=category, name=name) for name in ["P", "Z", "Y", "A"])
    ProductFactory(category=category, is_active=False)
    ProductFactory()
    for similar in (product, twin, cousin):
        AttributeValueFactory(product=similar, attribute=colour, text="Black")
    for similar in (product, twin):
        AttributeValueFactory(product=similar, attribute=height, text="", number=120)
    AttributeValueFactory(product=other, attribute=colour, text="White")

    assert list(similar_products(product, 3)) == [twin, cousin, other]


@pytest.mark.parametrize("count", [1, 30])
def test_similar_products_take_three_queries(django_assert_num_queries, count):
    category = CategoryFactory()
    product = AttributeValueFactory(product__category=category).product
    for _ in range(count):
        ProductPictureFactory(product__category=category)

    with django_assert_num_queries(3):
        found = list(similar_products(product, limit=count))

    assert len(found) == count
