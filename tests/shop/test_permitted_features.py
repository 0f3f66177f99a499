"""A feature that asks for a permission is closed to people who lack it, though their company has it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from segmentation.contracts import DecidedBy
from segmentation.public import features_for, has_feature
from segmentation.registry import features
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.standing import EVERYBODY
from shop.companies.models import CompanyMember
from shop.segmentation_bridge.people import MAY_ORDER
from tests.factories import AddressFactory, CompanyMemberFactory, UserFactory
from tests.shop.routes import METHODS, Holdings, send, url_of
from tests.shop.storefront.trading import log_in, make_goods, old_order
from tests.shop.test_closed_features import CLOSED, text_of

pytestmark = pytest.mark.django_db

PERMITTED = [feature.key for feature in features if feature.permission]
WITH_IT, WITHOUT_IT = ("admin", "buyer"), ("viewer",)


@pytest.fixture(autouse=True)
def _on_for_everybody() -> None:
    for key in PERMITTED:
        set_feature_rule(feature=key, segment=EVERYBODY, state="on", actor=None)


def act_as(role: str) -> tuple[Client, Holdings]:
    client, member = log_in(CompanyMemberFactory(role=role))
    [chair] = make_goods(1)
    order = old_order(member, [chair])
    address = AddressFactory(company=member.company)
    return client, Holdings(member=member, order=order, address=address, product=chair)


def statuses(client: Client, name: str, own: Holdings) -> set[int]:
    return {send(client, method, url_of(name, own), sku=own.product.sku).status_code for method in METHODS} - {405}


def test_the_shop_has_one() -> None:
    assert PERMITTED == ["quick_order"]


@pytest.mark.parametrize("key", PERMITTED)
@pytest.mark.parametrize("role", WITHOUT_IT)
def test_without_it_there_is_no_page_no_call_and_no_way_there(key: str, role: str) -> None:
    client, own = act_as(role)
    closed = CLOSED[key]

    assert {name: statuses(client, name, own) for name in (*closed.pages, *closed.calls)} == {
        name: {404} for name in (*closed.pages, *closed.calls)
    }
    assert [name for name in closed.part_of if closed.navigation in text_of(client, name, own)] == []
    told = {row["key"]: (row["enabled"], row["decided_by"]) for row in client.get("/api/features/").json()}
    assert told[key] == (False, "user_permission")


@pytest.mark.parametrize("key", PERMITTED)
@pytest.mark.parametrize("role", WITH_IT)
def test_with_it_all_of_it_is_there(key: str, role: str) -> None:
    client, own = act_as(role)
    closed = CLOSED[key]

    assert {name for name in (*closed.pages, *closed.calls) if 404 in statuses(client, name, own)} == set()
    assert [name for name in closed.part_of if closed.navigation in text_of(client, name, own)] == list(closed.part_of)


@pytest.mark.parametrize("key", PERMITTED)
def test_a_task_answers_for_a_person_as_a_page_does(key: str) -> None:
    _client, own = act_as("viewer")
    company, viewer = own.member.company.number, own.member.user
    buyer = CompanyMemberFactory(company=own.member.company, role="buyer").user
    stranger = CompanyMemberFactory(role="buyer").user

    assert [has_feature(company, key, user=user) for user in (viewer, buyer, stranger, None)] == [
        False,
        True,
        False,
        True,
    ]
    assert features_for(company, user=viewer).answer(key).decided_by == DecidedBy.USER_PERMISSION


def test_a_person_may_in_one_company_what_they_may_not_in_another() -> None:
    client, own = act_as("viewer")
    elsewhere = CompanyMemberFactory(user=own.member.user, role="buyer", company__name="Zeppelin")
    before = client.get("/quick-order/").status_code

    client.post("/companies/switch/", {"company": elsewhere.company_id})

    assert (before, client.get("/quick-order/").status_code) == (404, 200)


def test_what_is_set_by_hand_for_the_company_is_stronger() -> None:
    client, own = act_as("viewer")
    set_feature_override(feature="quick_order", customer_key=own.member.company.number, state="on", actor=None)

    assert client.get("/quick-order/").status_code == 200
    assert client.post("/api/quick-order/", {"text": own.product.sku}, content_type="application/json").json()[
        "code"
    ] == ("may_not_order")


def test_asking_what_a_person_may_costs_a_page_no_query() -> None:
    client, _own = act_as("buyer")
    client.get("/products/")

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/products/")

    assert "/quick-order/" in page.text
    assert len([query for query in queries if "shop_companies_companymember" in query["sql"]]) == 1


def test_an_admin_sees_the_features_as_one_of_the_people_has_them() -> None:
    _client, own = act_as("viewer")
    admin = Client()
    admin.force_login(UserFactory(is_staff=True, is_superuser=True))
    url = f"/admin/segmentation/customerprofile/{own.member.company.number}/change/"

    def told(name: str) -> tuple[bool, str]:
        page = admin.get(url, {"as": name}).context["page"]
        [line] = [line for line in page.features if line.feature.key == "quick_order"]
        return line.answer.enabled, line.answer.reason.code

    viewer = own.member.user
    assert told("") == told("nobody@else.example") == (True, "everybody_on")
    assert told(viewer.email) == (False, "permission_missing")
    text = admin.get(url, {"as": viewer.email}).text
    assert "Off, because this person may not use it." in text
    assert f'<option value="{viewer.email}" selected>' in " ".join(text.split())


def test_the_permission_is_asked_of_the_place_in_the_company_alone() -> None:
    boss = UserFactory(is_superuser=True)
    company = CompanyMemberFactory(role=CompanyMember.Role.ADMIN).company.number

    assert (boss.has_perm(MAY_ORDER), has_feature(company, "quick_order", user=boss)) == (True, False)
