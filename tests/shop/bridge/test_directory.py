from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from segmentation.contracts import CustomerLabel
from segmentation.curated import CuratedRelation, RelationKind
from segmentation.host import customer_key_of, open_directory, yearly_spend
from segmentation.places import Place
from shop.catalogue.models import ProductRelation
from shop.companies.models import Company
from shop.segmentation_bridge.directory import CompanyDirectory
from tests.factories import AddressFactory, CategoryFactory, CompanyFactory, IndustryCodeFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def companies():
    return [CompanyFactory(number=number, name=name) for number, name in [("K2", "Birk Kontor"), ("K1", "Alm Byg")]]


def label(company):
    url = f"/admin/shop_companies/company/{company.pk}/change/"
    return CustomerLabel(key=company.number, name=company.name, url=url)


def test_the_shop_plugs_in_its_directory():
    assert type(open_directory()) is CompanyDirectory


def test_every_company_is_a_customer(companies):
    assert CompanyDirectory().customer_keys() == ["K1", "K2"]


@pytest.mark.parametrize("count", [1, 30])
def test_labels_take_one_query_and_leave_out_the_unknown(django_assert_num_queries, count):
    known = CompanyFactory.create_batch(count)

    with django_assert_num_queries(1):
        labels = CompanyDirectory().labels([*(company.number for company in known), "nobody"])

    assert labels == {company.number: label(company) for company in known}


@pytest.mark.parametrize("text", ["birk", "kontor BIRK", "k2", " Birk "])
def test_search_finds_by_words_of_the_name_and_the_start_of_the_number(companies, text):
    assert CompanyDirectory().search(text) == [label(companies[0])]


@pytest.mark.parametrize("text", ["", "  ", "\0", "birk byg", "2", "%"])
def test_search_finds_nothing_else(companies, text):
    assert CompanyDirectory().search(text) == []


def test_search_sorts_by_name_and_stops_at_the_limit(companies):
    assert CompanyDirectory().search("K", limit=1) == [label(companies[1])]


def test_category_labels_are_the_names(django_assert_num_queries):
    CategoryFactory(slug="chairs", name="Chairs")
    CategoryFactory(slug="desks", name="Desks")

    with django_assert_num_queries(1):
        labels = CompanyDirectory().category_labels(["chairs", "unknown"])

    assert labels == {"chairs": "Chairs"}


def test_customer_since_tells_what_is_known(companies):
    CompanyFactory(number="K3", customer_since=date(2019, 5, 1))

    assert CompanyDirectory().customer_since(["K1", "K3"]) == {"K3": date(2019, 5, 1)}


@pytest.mark.parametrize("count", [1, 30])
def test_yearly_spend_tells_what_is_known_in_one_query(companies, django_assert_num_queries, count):
    known = CompanyFactory.create_batch(count, yearly_spend=Decimal("5000.50"))

    with django_assert_num_queries(1):
        spend = CompanyDirectory().yearly_spend(["K1", "nobody", *(company.number for company in known)])

    assert spend == {company.number: Decimal("5000.50") for company in known}


def test_the_directory_is_asked_for_share_of_wallet(companies):
    Company.objects.filter(number="K1").update(yearly_spend=900)

    assert yearly_spend(["K1", "K2"]) == {"K1": Decimal(900)}


def request_of(company) -> HttpRequest:
    request = RequestFactory().get("/")
    request.company = company
    return request


def test_a_request_belongs_to_the_company_it_is_made_for(companies):
    assert customer_key_of(request_of(companies[0])) == "K2"


def test_a_visitor_belongs_to_nobody():
    assert [customer_key_of(request_of(None)), customer_key_of(RequestFactory().get("/"))] == ["", ""]


def test_places_are_those_of_the_usual_delivery_address(django_assert_num_queries):
    company = CompanyFactory(number="K1", country="DK")
    AddressFactory(company=company, postcode="8000", region="Midtjylland", is_default=True)
    AddressFactory(company=company, postcode="2100", region="Hovedstaden")
    IndustryCodeFactory(company=company, scheme="NACE2", code="47.41", is_main=True)
    IndustryCodeFactory(company=company, scheme="NACE2.1", code="46.66", is_main=True)
    CompanyFactory(number="K2", country="SE", shares_purchases=False)

    with django_assert_num_queries(1):
        places = CompanyDirectory().places(["K1", "K2", "nobody"])

    assert places == {
        "K1": Place(country="DK", region="midtjylland", postcode_area="80", industry="46"),
        "K2": Place(country="SE", shares=False),
    }


def test_relations_are_successors_and_what_was_set_with_the_products(django_assert_num_queries):
    old, new, pen, ink = (ProductFactory(sku=sku) for sku in ("OLD", "NEW", "PEN", "INK"))
    old.successor = new
    old.save()
    ProductRelation.objects.create(product=pen, other=ink, kind=ProductRelation.Kind.ACCESSORY)
    ProductRelation.objects.create(product=new, other=pen, kind=ProductRelation.Kind.EQUAL_PART)

    with django_assert_num_queries(2):
        relations = list(CompanyDirectory().relations())

    assert relations == [
        CuratedRelation(sku="OLD", other="NEW", kind=RelationKind.SUCCESSOR),
        CuratedRelation(sku="NEW", other="PEN", kind=RelationKind.EQUAL_PART),
        CuratedRelation(sku="PEN", other="INK", kind=RelationKind.ACCESSORY),
    ]


def test_units_are_those_the_products_are_sold_by():
    ProductFactory(sku="PAPER", unit="RM")

    assert CompanyDirectory().units(["PAPER", "nothing"]) == {"PAPER": "RM"}


def test_items_are_found_by_name_brand_and_number_also_when_no_longer_sold(django_assert_num_queries):
    brand = ProductFactory(sku="KAF-1", name="Dark roast", is_active=False).brand
    ProductFactory(sku="TEA-1", name="Earl Grey")
    directory = CompanyDirectory()

    with django_assert_num_queries(1):
        assert directory.search_items(f"roast {brand.name}", limit=5) == {"KAF-1": "Dark roast"}
    assert directory.search_items("kaf", limit=5) == {"KAF-1": "Dark roast"}
    assert directory.search_items(" \0", limit=5) == {}
    assert directory.item_labels(["TEA-1", "X"]) == {"TEA-1": "Earl Grey"}


def test_values_of_the_record_have_names_in_the_readers_language(companies, django_assert_num_queries):
    wanted = {
        "country": ["DK", "XX"],
        "language": ["da", "fr-CA", "nonsense-"],
        "group_parent": ["K1", "K9"],
        "region": ["Fyn"],
        "industry_nace": ["6210", "99"],
        "industry_isic": ["56"],
    }

    with django_assert_num_queries(1):
        named = CompanyDirectory().value_labels(wanted)
    with translation.override("da"), django_assert_num_queries(0):
        in_danish = CompanyDirectory().value_labels({"country": ["DK"]})

    assert {dimension: names for dimension, names in named.items() if names} == {
        "country": {"DK": "Denmark"},
        "language": {"da": "Danish", "fr-CA": "French (Canada)"},
        "group_parent": {"K1": "Alm Byg"},
        "industry_nace": {"6210": "6210 Programming and computer consultancy"},
        "industry_isic": {"56": "56 Restaurants and catering"},
    }
    assert in_danish["country"] == {"DK": "Danmark"}
