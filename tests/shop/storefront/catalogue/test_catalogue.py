from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from segmentation.testing import override_features
from tests.factories import (
    BrandFactory,
    CategoryFactory,
    CompanyMemberFactory,
    CompanyPriceListFactory,
    PriceFactory,
    ProductFactory,
    ProductPictureFactory,
)
from tests.shop.storefront.trading import log_in, make_goods, old_order, shown_nearby

pytestmark = pytest.mark.django_db


def listed(response) -> list[str]:
    return [offer.product.name for offer in response.context["offers"]]


def open_category(client, category, **parameters):
    return client.get(reverse("category", args=[category.slug]), parameters)


def test_catalogue_shows_every_category_under_its_parent(client):
    furniture = CategoryFactory(name="Furniture")
    CategoryFactory(name="Chairs", parent=furniture)

    tree = client.get(reverse("catalogue")).context["tree"]

    assert [(node.category.name, [child.category.name for child in node.children]) for node in tree] == [
        ("Furniture", ["Chairs"])
    ]


@pytest.mark.parametrize("number", [1, 30])
def test_catalogue_takes_two_queries_for_any_number_of_categories(client, number, django_assert_num_queries):
    for _ in range(number):
        CategoryFactory(parent=CategoryFactory())

    with django_assert_num_queries(2):
        client.get(reverse("catalogue"))


def test_category_lists_what_is_for_sale_in_it_and_below(client):
    furniture = CategoryFactory(name="Furniture")
    chairs = CategoryFactory(name="Chairs", parent=furniture)
    ProductFactory(name="Chair", category=chairs)
    ProductFactory(name="Old chair", category=chairs, is_active=False)
    ProductFactory(name="Pen")

    assert listed(open_category(client, furniture)) == ["Chair"]


def test_category_shows_its_place_in_the_tree(client):
    furniture = CategoryFactory(name="Furniture")
    chairs = CategoryFactory(name="Chairs", parent=furniture)
    CategoryFactory(name="Stools", parent=chairs)

    family = open_category(client, chairs).context["family"]

    assert ([c.name for c in family.above], [c.name for c in family.below]) == (["Furniture"], ["Stools"])


def test_category_that_does_not_exist_answers_with_a_friendly_page(client):
    response = client.get(reverse("category", args=["nowhere"]))

    assert (response.status_code, response.templates[0].name) == (404, "404.html")


def test_visitor_sees_no_price_and_no_cart(client):
    product = ProductFactory(price="123.45")

    text = open_category(client, product.category).text

    assert ("123" in text, "Add to cart" in text, "Log in" in text) == (False, False, True)


def test_company_sees_the_price_agreed_with_it():
    client, member = log_in()
    product = ProductFactory(price="100.00")
    agreed = CompanyPriceListFactory(company=member.company)
    PriceFactory(price_list=agreed.price_list, product=product, unit_price=Decimal("80.00"))

    response = open_category(client, product.category)

    assert [offer.price for offer in response.context["offers"]] == [Decimal("80.00")]


def test_company_never_sees_the_price_agreed_with_another():
    client, _member = log_in()
    product = ProductFactory(price="100.00")
    PriceFactory(price_list=CompanyPriceListFactory().price_list, product=product, unit_price=Decimal("80.00"))

    response = open_category(client, product.category)

    assert [offer.price for offer in response.context["offers"]] == [Decimal("100.00")]


def test_brand_filter_keeps_that_brand_and_its_count(client):
    category = CategoryFactory()
    nord, syd = BrandFactory(name="Nord"), BrandFactory(name="Syd")
    ProductFactory(name="A", category=category, brand=nord)
    ProductFactory(name="B", category=category, brand=syd)

    response = open_category(client, category, brand=str(syd.pk))

    assert (listed(response), response.context["page"].paginator.count) == (["B"], 1)


@pytest.mark.parametrize("nonsense", [{"brand": "999"}, {"brand": "x"}, {"sort": "colour"}, {"page": "-3"}])
def test_nonsense_in_the_address_is_left_out_of_account(client, nonsense):
    product = ProductFactory(name="A")

    assert listed(open_category(client, product.category, **nonsense)) == ["A"]


@pytest.mark.parametrize(("sort", "order"), [("price", ["B", "A", "C"]), ("-price", ["A", "B", "C"])])
def test_sorting_by_price_goes_by_the_companys_own_and_puts_those_without_last(sort, order):
    client, member = log_in()
    category = CategoryFactory()
    dear = ProductFactory(name="A", category=category, price="90.00")
    cheap = ProductFactory(name="B", category=category, price="500.00")
    ProductFactory(name="C", category=category)
    agreed = CompanyPriceListFactory(company=member.company)
    PriceFactory(price_list=agreed.price_list, product=cheap, unit_price=Decimal("10.00"))
    assert dear.pk

    assert listed(open_category(client, category, sort=sort)) == order


def test_visitor_cannot_read_prices_from_the_order_of_a_list(client):
    category = CategoryFactory()
    ProductFactory(name="A", category=category, price="90.00")
    ProductFactory(name="B", category=category, price="10.00")

    assert listed(open_category(client, category, sort="price")) == ["A", "B"]


def test_long_list_comes_in_pages(client):
    category = CategoryFactory()
    for _ in range(30):
        ProductFactory(category=category)

    response = open_category(client, category, page="2")

    assert (len(response.context["offers"]), response.context["page"].paginator.num_pages) == (6, 2)


@pytest.mark.parametrize("number", [1, 30])
def test_category_takes_eleven_queries_for_any_number_of_products(number, django_assert_num_queries):
    client, _member = log_in()
    category = CategoryFactory(parent=CategoryFactory())
    for _ in range(number):
        ProductPictureFactory(product=ProductFactory(category=category, price="10.00", available=5))

    with django_assert_num_queries(11):
        open_category(client, category)


@pytest.mark.parametrize("number", [1, 30])
def test_catalogue_shows_what_companies_nearby_buy_in_a_set_number_of_queries(number, django_assert_num_queries):
    client, member = log_in()
    goods = make_goods(number)
    shown_nearby(member.company, *goods)

    with override_features(bought_nearby=True), django_assert_num_queries(12):
        response = client.get(reverse("catalogue"))

    shown = [each.offer.product.name for each in response.context["nearby"]]
    assert shown == [product.name for product in goods[:4]]
    assert "Bought by companies in your region." in response.text


def test_nearby_leaves_out_what_the_company_bought_cannot_buy_or_has_no_price_for():
    client, member = log_in()
    bought, gone, unpriced, fine = make_goods(4)
    old_order(member, [bought])
    gone.is_active = False
    gone.save()
    unpriced.prices.all().delete()
    shown_nearby(member.company, bought, gone, unpriced, fine)

    with override_features(bought_nearby=True):
        nearby = client.get(reverse("catalogue")).context["nearby"]

    assert [each.offer.product for each in nearby] == [fine]


@pytest.mark.parametrize(("is_on", "takes_part", "shown"), [(True, True, 1), (False, True, 0), (True, False, 0)])
def test_nearby_is_for_companies_that_have_it_and_take_part(is_on, takes_part, shown):
    member = CompanyMemberFactory(company__shares_purchases=takes_part)
    client, member = log_in(member)
    shown_nearby(member.company, *make_goods(1))

    with override_features(bought_nearby=is_on):
        nearby = client.get(reverse("catalogue")).context["nearby"]

    assert len(nearby) == shown
