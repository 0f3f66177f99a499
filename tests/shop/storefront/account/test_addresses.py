from __future__ import annotations

import pytest
from django.urls import reverse

from shop.companies.models import Address, CompanyMember
from tests.factories import AddressFactory, CompanyMemberFactory
from tests.shop.storefront.trading import log_in

pytestmark = pytest.mark.django_db

FIELDS = {
    "label": "Warehouse",
    "recipient": "Goods inward",
    "street": "Industrivej 4",
    "postcode": "8260",
    "city": "Viby J",
    "region": "",
    "country": "dk",
}


def test_list_shows_the_own_addresses_only():
    client, member = log_in()
    own = AddressFactory(company=member.company)
    AddressFactory()

    assert list(client.get(reverse("addresses")).context["addresses"]) == [own]


def test_new_address_belongs_to_the_own_company():
    client, member = log_in()

    client.post(reverse("address-new"), FIELDS)

    assert [(a.label, a.country) for a in member.company.addresses.all()] == [("Warehouse", "DK")]


def test_new_address_with_something_missing_is_not_saved():
    client, member = log_in()

    response = client.post(reverse("address-new"), FIELDS | {"street": ""})

    assert (response.status_code, member.company.addresses.count()) == (200, 0)


def test_own_address_is_changed():
    client, member = log_in()
    address = AddressFactory(company=member.company)

    client.post(reverse("address", args=[address.pk]), FIELDS)

    address.refresh_from_db()
    assert address.street == "Industrivej 4"


def test_new_usual_address_takes_the_place_of_the_former():
    client, member = log_in()
    AddressFactory(company=member.company, label="Former", is_default=True)

    client.post(reverse("address-new"), FIELDS | {"is_default": "on"})

    assert dict(member.company.addresses.values_list("label", "is_default")) == {"Former": False, "Warehouse": True}


def test_own_address_is_deleted():
    client, member = log_in()
    address = AddressFactory(company=member.company)

    client.post(reverse("address-delete", args=[address.pk]))

    assert member.company.addresses.count() == 0


@pytest.mark.parametrize(("method", "url_name"), [("get", "address"), ("post", "address"), ("post", "address-delete")])
def test_address_of_another_company_does_not_exist_here(method, url_name):
    client, _member = log_in()
    foreign = AddressFactory(street="Havnegade 1")

    response = getattr(client, method)(reverse(url_name, args=[foreign.pk]), FIELDS)

    assert (response.status_code, Address.objects.get().street) == (404, "Havnegade 1")


@pytest.mark.parametrize("url_name", ["address-new", "address", "address-delete"])
def test_person_who_may_only_look_changes_nothing(url_name):
    client, member = log_in(CompanyMemberFactory(role=CompanyMember.Role.VIEWER))
    address = AddressFactory(company=member.company, street="Havnegade 1")
    url = reverse(url_name, args=[] if url_name == "address-new" else [address.pk])

    response = client.post(url, FIELDS)

    assert (response.status_code, response.templates[0].name, Address.objects.get().street) == (
        403,
        "403.html",
        "Havnegade 1",
    )


@pytest.mark.parametrize("number", [1, 30])
def test_list_takes_six_queries_for_any_number_of_addresses(number, django_assert_num_queries):
    client, member = log_in()
    AddressFactory.create_batch(number, company=member.company)

    with django_assert_num_queries(6):
        client.get(reverse("addresses"))
