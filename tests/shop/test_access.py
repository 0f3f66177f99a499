"""Nothing of a stranger's company can be reached, read or changed by putting its id into an address or a call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from segmentation.registry import features
from segmentation.testing import override_features
from shop.cart.models import Cart, CartLine
from shop.companies.models import Address, Company, CompanyMember, User
from shop.orders.models import Order, OrderEvent, OrderLine
from shop.stock.models import StockItem, StockMovement
from tests.factories import AddressFactory, CompanyMemberFactory, UserFactory
from tests.shop.routes import METHODS, OWNED, SHARED, Holdings, routes, send, url_of, url_of_nothing
from tests.shop.storefront.trading import fill_cart, make_goods, old_order

pytestmark = pytest.mark.django_db

NOT_THERE = (404, 405)
TURNED_AWAY = (401, 403, 404, 405)


@pytest.fixture(autouse=True)
def _everything_switched_on() -> Iterator[None]:
    with override_features(**{feature.key: True for feature in features}):
        yield


def holdings_of(member: CompanyMember) -> Holdings:
    """A company's order, address and cart."""
    [product] = make_goods(1)
    fill_cart(member, [product])
    return Holdings(
        member=member,
        order=old_order(member, [product], placed_at=timezone.now()),
        address=AddressFactory(company=member.company),
        product=product,
    )


@pytest.fixture
def stranger() -> Holdings:
    return holdings_of(CompanyMemberFactory(role="admin"))


@pytest.fixture
def somebody() -> Client:
    """A buyer of another company, who has holdings of the same kinds."""
    own = holdings_of(CompanyMemberFactory(role="admin"))
    return logged_in(own.member.user)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def everything_of(own: Holdings) -> dict[str, list[Any]]:
    """Every row that is the company's, or that changing its things would change."""
    company = own.member.company
    found = {
        Company: Company.objects.filter(pk=company.pk),
        CompanyMember: CompanyMember.objects.filter(company=company),
        Address: Address.objects.filter(company=company),
        Cart: Cart.objects.filter(company=company),
        CartLine: CartLine.objects.filter(cart__company=company),
        Order: Order.objects.filter(company=company),
        OrderLine: OrderLine.objects.filter(order__company=company),
        OrderEvent: OrderEvent.objects.filter(order__company=company),
        StockItem: StockItem.objects.filter(product=own.product),
        StockMovement: StockMovement.objects.filter(product=own.product),
        User: User.objects.filter(pk=own.member.user_id),
    }
    return {model.__name__: list(rows.order_by("pk").values()) for model, rows in found.items()}


def test_every_route_that_takes_something_is_in_one_of_the_tables():
    names = sorted(route.name for route in routes() if route.parameters)

    assert names == sorted([*OWNED, *SHARED])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", OWNED)
def test_what_is_a_strangers_is_not_there(name, method, somebody, stranger):
    before = everything_of(stranger)

    answer = send(somebody, method, url_of(name, stranger), sku=stranger.product.sku)

    assert (answer.status_code in NOT_THERE, everything_of(stranger)) == (True, before)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", OWNED)
def test_what_is_a_strangers_is_answered_like_what_never_was(name, method, somebody, stranger):
    theirs = send(somebody, method, url_of(name, stranger))
    nothing = send(somebody, method, url_of_nothing(name))

    assert theirs.status_code == nothing.status_code


@pytest.mark.parametrize("name", OWNED)
def test_what_is_a_strangers_is_there_for_the_stranger(name, stranger):
    """Else the tests above would hold for a route that answers nobody."""
    client = logged_in(stranger.member.user)

    answers = [send(client, method, url_of(name, stranger)).status_code for method in METHODS]

    assert min(answers) < 400


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", OWNED)
def test_visitor_is_turned_away(name, method, stranger):
    before = everything_of(stranger)

    answer = send(Client(), method, url_of(name, stranger))

    is_sent_to_log_in = answer.status_code == 302 and answer.headers["Location"].startswith("/login/?next=")
    assert (is_sent_to_log_in or answer.status_code in TURNED_AWAY, everything_of(stranger)) == (True, before)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", sorted(OWNED.keys() - {"api-switch-company"}))
def test_other_company_of_the_same_person_needs_a_switch_first(name, method):
    user = UserFactory()
    CompanyMemberFactory(user=user, company__name="Alm")
    other = holdings_of(CompanyMemberFactory(user=user, company__name="Birk", role="admin"))
    client = logged_in(user)
    before = everything_of(other)

    answer = send(client, method, url_of(name, other))

    assert (answer.status_code in NOT_THERE, everything_of(other)) == (True, before)


@pytest.mark.parametrize("name", sorted(OWNED.keys() - {"api-switch-company"}))
def test_other_company_of_the_same_person_is_there_after_the_switch(name):
    user = UserFactory()
    CompanyMemberFactory(user=user, company__name="Alm")
    other = holdings_of(CompanyMemberFactory(user=user, company__name="Birk", role="admin"))
    client = logged_in(user)

    client.post("/companies/switch/", {"company": other.member.company_id})
    answers = [send(client, method, url_of(name, other)).status_code for method in METHODS]

    assert min(answers) < 400


def test_nobody_switches_to_a_strangers_company(somebody, stranger):
    company = stranger.member.company

    answers = [
        somebody.post("/companies/switch/", {"company": company.pk}),
        somebody.post(f"/api/companies/{company.number}/switch/"),
    ]

    acts_for = somebody.get("/account/").context["company"].pk
    assert ([answer.status_code for answer in answers], acts_for == company.pk) == ([404, 404], False)


def test_nobody_orders_to_a_strangers_address(somebody, stranger):
    before = Order.objects.count()
    sent = {"submission": str(uuid4()), "address": str(stranger.address.pk)}

    page = somebody.post("/checkout/", sent)
    answer = somebody.post("/api/orders/", sent, content_type="application/json")

    assert (list(page.context["form"].errors), answer.status_code, list(answer.json())) == (
        ["address"],
        400,
        ["address"],
    )
    assert Order.objects.count() == before


def test_nobody_gets_a_strangers_order_by_its_submission(somebody, stranger):
    Order.objects.filter(pk=stranger.order.pk).update(submission=(submission := uuid4()))
    address = Address.objects.exclude(company=stranger.member.company).get()
    sent = {"submission": str(submission), "address": str(address.pk)}

    page = somebody.post("/checkout/", sent)
    answer = somebody.post("/api/orders/", sent, content_type="application/json")

    assert (page.status_code, answer.status_code) == (200, 409)
    assert [stranger.order.number in body for body in (page.text, answer.text)] == [False, False]


def test_lists_hold_the_companys_own_things_only(somebody, stranger):
    pages = ("/orders/", "/account/", "/account/addresses/", "/cart/", "/checkout/", "/")
    calls = ("/api/orders/", "/api/addresses/", "/api/cart/", "/api/companies/")
    marks = (stranger.order.number, stranger.address.label, stranger.product.sku, stranger.member.company.name)

    found = [(path, mark) for path in (*pages, *calls) for mark in marks if mark in somebody.get(path).text]

    assert found == []


def test_log_in_link_without_its_secret_changes_no_password(stranger):
    before = everything_of(stranger)

    answer = Client().post(url_of("password_reset_confirm", stranger), {"new_password1": "x" * 20})

    assert (answer.status_code, everything_of(stranger)) == (200, before)


@pytest.mark.parametrize("path", ["/admin/", "/cms/", "/cms/api/main/pages/"])
def test_buyers_are_sent_away_from_the_staffs_sites(path, somebody):
    answer = somebody.get(path)

    assert (answer.status_code, "login" in answer.headers.get("Location", "login")) in [(302, True), (403, True)]


def test_a_role_that_was_taken_away_counts_at_once(stranger):
    client = logged_in(stranger.member.user)
    url = f"/api/orders/{stranger.order.number}/"
    before = client.get(url).status_code

    stranger.member.delete()

    assert (before, client.get(url).status_code, client.get(f"/orders/{stranger.order.number}/").status_code) == (
        200,
        403,
        403,
    )
