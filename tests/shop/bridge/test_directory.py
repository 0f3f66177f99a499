from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from segmentation.contracts import CustomerLabel
from segmentation.host import customer_key_of, open_directory, yearly_spend
from shop.companies.models import Company
from shop.segmentation_bridge.directory import CompanyDirectory
from tests.factories import CategoryFactory, CompanyFactory

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
