from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shop.stock.models import StockMovement
from tests.factories import (
    AddressFactory,
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CartLineFactory,
    CategoryFactory,
    CompanyFactory,
    CompanyMemberFactory,
    CompanyPriceListFactory,
    InvoiceFactory,
    OrderFactory,
    OrderLineFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    ReturnLineFactory,
    StockItemFactory,
    UserFactory,
)
from tests.shop.orders.conftest import AT

pytestmark = pytest.mark.django_db
MOST = 12
"""Queries of a page."""


def movement():
    StockMovement.objects.create(product=ProductFactory(), change=1, cause="count", at=AT)


LISTS = {
    "shop_companies_company": CompanyFactory,
    "shop_companies_user": UserFactory,
    "shop_catalogue_category": CategoryFactory,
    "shop_catalogue_brand": BrandFactory,
    "shop_catalogue_attribute": AttributeFactory,
    "shop_catalogue_product": ProductFactory,
    "shop_pricing_pricelist": PriceListFactory,
    "shop_pricing_price": PriceFactory,
    "shop_stock_stockitem": StockItemFactory,
    "shop_stock_stockmovement": movement,
    "shop_cart_cart": CartLineFactory,
    "shop_orders_invoice": InvoiceFactory,
    "shop_orders_order": OrderFactory,
    "shop_orders_orderline": OrderLineFactory,
    "shop_orders_returnline": ReturnLineFactory,
}


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_the_same_queries_for_any_number_of_rows(office, name):
    url = reverse(f"admin:{name}_changelist")
    LISTS[name]()
    office.get(url)
    with_one = queries_of(office, url)
    for _ in range(29):
        LISTS[name]()

    assert (queries_of(office, url), with_one <= MOST) == (with_one, True)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_searched(office, name):
    if name == "shop_orders_order":
        OrderFactory()

    assert office.get(reverse(f"admin:{name}_changelist"), {"q": "nothing like this"}).status_code == 200


@pytest.mark.parametrize("name", ["shop_companies_company", "shop_catalogue_product", "shop_catalogue_category"])
def test_an_empty_form_opens(office, name):
    assert office.get(reverse(f"admin:{name}_add")).status_code == 200


def change_page(instance):
    return reverse(f"admin:{instance._meta.app_label}_{instance._meta.model_name}_change", args=[instance.pk])


def fill_product(product):
    AttributeValueFactory(product=product)
    PriceFactory(product=product, price_list=PriceListFactory())


def fill_order(order):
    OrderLineFactory(order=order)
    order.events.create(state="placed", at=AT, by=order.placed_by)


def fill_stock(item):
    StockMovement.objects.create(product=item.product, change=1, cause="count", at=AT)


def fill_company(company):
    CompanyMemberFactory(company=company)
    AddressFactory(company=company)


@pytest.mark.parametrize(
    ("make", "fill"),
    [
        (ProductFactory, fill_product),
        (lambda: OrderFactory(placed_by=UserFactory()), fill_order),
        (lambda: CartLineFactory().cart, lambda cart: CartLineFactory(cart=cart)),
        (CompanyFactory, fill_company),
        (UserFactory, lambda user: CompanyMemberFactory(user=user)),
        (PriceListFactory, lambda prices: PriceFactory(price_list=prices, product=ProductFactory())),
        (StockItemFactory, fill_stock),
    ],
    ids=["product", "order", "cart", "company", "person", "price list", "stock"],
)
def test_a_page_takes_the_same_queries_for_any_number_of_its_rows(office, make, fill):
    instance = make()
    fill(instance)
    office.get(change_page(instance))
    with_one = queries_of(office, change_page(instance))
    for _ in range(14):
        fill(instance)

    assert (queries_of(office, change_page(instance)), with_one <= MOST) == (with_one, True)


def test_a_company_shows_its_people_addresses_and_agreed_prices(office):
    agreed = CompanyPriceListFactory(price_list__name="Agreed with Alm")

    page = office.get(change_page(agreed.company)).content.decode()

    assert "Agreed with Alm" in page


def test_a_company_shows_who_its_people_are(office):
    member = CompanyMemberFactory(user__email="kim@example.com", user__first_name="", user__last_name="")

    page = office.get(change_page(member.company)).content.decode()

    chosen = re.findall(r'<option value="(\d+)" selected[^>]*>\s*(\S+@\S+?)\s*</option>', page)
    assert chosen == [(str(member.user_id), "kim@example.com")]
