from __future__ import annotations

import pytest

from segmentation.registry import features
from segmentation.testing import override_features
from shop.companies.models import Address
from tests.factories import AddressFactory, CompanyMemberFactory, OrderFactory, UserFactory
from tests.shop.rest.calling import Caller

pytestmark = pytest.mark.django_db

FIELDS = {
    "label": "Store",
    "recipient": "Goods inward",
    "street": "Havnegade 1",
    "postcode": "8000",
    "city": "Aarhus",
    "region": "",
    "country": "DK",
    "is_default": True,
}


def test_addresses_are_the_companys_own():
    caller = Caller()
    own = AddressFactory(company=caller.member.company, **FIELDS)
    AddressFactory()

    assert caller.get("addresses/").json() == [{"id": own.pk, **FIELDS}]


def test_address_is_added_to_the_company_and_may_become_the_usual_one():
    caller = Caller()
    before = AddressFactory(company=caller.member.company, is_default=True)

    answer = caller.post("addresses/", FIELDS)

    assert (answer.status_code, answer.json()) == (201, {"id": answer.json()["id"], **FIELDS})
    before.refresh_from_db()
    assert (before.is_default, caller.member.company.addresses.count()) == (False, 2)


def test_address_is_changed():
    caller = Caller()
    address = AddressFactory(company=caller.member.company)

    answer = caller.patch(f"addresses/{address.pk}/", {"city": "Odense", "is_default": True})

    address.refresh_from_db()
    assert (answer.status_code, address.city, address.is_default) == (200, "Odense", True)


def test_address_is_deleted():
    caller = Caller()
    address = AddressFactory(company=caller.member.company)

    assert (caller.delete(f"addresses/{address.pk}/").status_code, Address.objects.count()) == (204, 0)


@pytest.mark.parametrize("country", ["Denmark", "dk", "D1"])
def test_country_that_is_no_country_is_refused_in_words(country):
    answer = Caller().post("addresses/", {**FIELDS, "country": country, "city": ""})

    assert (answer.status_code, set(answer.json()), Address.objects.count()) == (400, {"country", "city"}, 0)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_viewer_changes_no_address(method):
    caller = Caller(CompanyMemberFactory(role="viewer"))
    address = AddressFactory(company=caller.member.company)
    path = "/api/addresses/" if method == "POST" else f"/api/addresses/{address.pk}/"

    answer = caller.client.generic(method, path, "{}", content_type="application/json")

    assert (answer.status_code, list(Address.objects.all())) == (403, [address])


@pytest.mark.parametrize("count", [1, 30])
def test_addresses_take_the_same_queries_for_any_number(count, django_assert_num_queries):
    caller = Caller()
    for _number in range(count):
        AddressFactory(company=caller.member.company)

    with django_assert_num_queries(4):
        caller.get("addresses/")


def test_companies_are_those_of_the_person():
    user = UserFactory()
    first = CompanyMemberFactory(user=user, company__name="Alm", role="admin")
    second = CompanyMemberFactory(user=user, company__name="Birk", role="viewer")
    CompanyMemberFactory()

    assert Caller(second).get("companies/").json() == [
        {"number": first.company.number, "name": "Alm", "role": "admin", "is_current": True},
        {"number": second.company.number, "name": "Birk", "role": "viewer", "is_current": False},
    ]


def test_person_acts_for_another_of_their_companies_after_the_switch():
    user = UserFactory()
    CompanyMemberFactory(user=user, company__name="Alm")
    second = CompanyMemberFactory(user=user, company__name="Birk")
    order = OrderFactory(company=second.company)
    caller = Caller(second)

    answers = [
        caller.get(f"orders/{order.number}/"),
        caller.post(f"companies/{second.company.number}/switch/"),
        caller.get(f"orders/{order.number}/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 204, 200]


@pytest.mark.parametrize("count", [1, 30])
def test_companies_take_the_same_queries_for_any_number(count, django_assert_num_queries):
    user = UserFactory()
    for _number in range(count):
        member = CompanyMemberFactory(user=user)

    caller = Caller(member)

    with django_assert_num_queries(4):
        caller.get("companies/")


def test_person_without_a_company_is_told_so():
    caller = Caller()
    caller.member.delete()

    answer = caller.get("cart/")

    assert (answer.status_code, answer.json()) == (
        403,
        {"detail": "You do not act for a company in this shop.", "code": "no_company"},
    )


def test_features_tell_what_is_switched_on():
    with override_features(quick_order=True, reorder=False):
        answer = Caller().get("features/").json()

    states = {feature["key"]: feature["enabled"] for feature in answer}
    assert (list(states), states["quick_order"], states["reorder"]) == (
        [feature.key for feature in features],
        True,
        False,
    )
    assert set(answer[0]) == {"key", "name", "description", "enabled", "decided_by"}


@pytest.mark.parametrize("anonymous", [True, False])
def test_features_take_few_queries(anonymous, django_assert_max_num_queries):
    caller = Caller(anonymous=anonymous)

    with django_assert_max_num_queries(4):
        answer = caller.get("features/", category="chairs")

    assert answer.status_code == 200
