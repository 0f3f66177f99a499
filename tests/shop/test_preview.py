"""Staff see the shop as a company or a segment, and can neither order nor change anything there."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from segmentation.models import AuditEntry
from segmentation.preview import SESSION_KEY
from segmentation.registry import features
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.testing import override_features
from shop.cart.models import Cart
from shop.companies.models import User
from shop.orders.models import Order
from tests.factories import CompanyFactory, CompanyMemberFactory, UserFactory
from tests.shop.inspiration.conftest import MakePage, inspiration, make_page, set_value  # noqa: F401
from tests.shop.routes import Holdings, routes, url_of
from tests.shop.storefront.trading import HTMX, fill_cart, make_goods, old_order

pytestmark = pytest.mark.django_db

BEGIN, END = "/admin/segmentation/customerprofile/preview/begin/", "/admin/segmentation/customerprofile/preview/end/"
OWN = {"logout"}
"""Whoever looks may log out."""
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def staff() -> User:
    person = UserFactory(is_staff=True)
    person.user_permissions.add(
        *Permission.objects.filter(codename__in=["preview_as", "view_customerprofile", "view_segment"])
    )
    return person


@pytest.fixture
def looker(staff: User) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def holdings() -> Holdings:
    member = CompanyMemberFactory(role="admin", company__name="Nordlys Hotel")
    goods = make_goods(2, name="Chair")
    fill_cart(member, goods)
    address = member.company.addresses.create(label="x", recipient="x", street="x", postcode="1", city="x")
    order = old_order(member, goods, placed_at=timezone.now())
    return Holdings(member=member, order=order, address=address, product=goods[0])


def look_as(client: Client, **whom: str) -> None:
    assert client.post(BEGIN, whom).headers["Location"] == "/"


def writes_of(client: Client, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return [sql for query in queries if (sql := query["sql"]).split(" ", 1)[0] in WRITES]


def test_the_shop_is_as_the_company_sees_it_with_its_prices(looker: Client) -> None:
    own = holdings()
    set_feature_override(feature="quick_order", customer_key=own.member.company.number, state="on", actor=None)
    look_as(looker, company=own.member.company.number)

    home = looker.get("/").content.decode()
    product = looker.get(own.product.get_absolute_url()).content.decode()

    assert "Nordlys Hotel" in home
    assert 'href="/quick-order/"' in home
    assert "10.00" in product
    assert "Preview: you see the shop as Nordlys Hotel" in " ".join(product.split())
    assert looker.get(f"/orders/{own.order.number}/").status_code == 200


def test_as_a_segment_the_company_is_made_up_and_pays_what_everybody_pays(looker: Client) -> None:
    own = holdings()
    set_feature_rule(feature="quick_order", segment="new", state="on", actor=None)
    look_as(looker, segment="new")

    product = looker.get(own.product.get_absolute_url()).content.decode()

    assert "10.00" in product
    assert "Preview: you see the shop as a company in “New buyers”" in " ".join(product.split())
    assert looker.get("/quick-order/").status_code == 200
    assert looker.get(f"/orders/{own.order.number}/").status_code == 404


def test_who_begins_is_kept_with_the_end(looker: Client, staff: User) -> None:
    company = CompanyFactory()

    look_as(looker, company=company.number)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.customer_key, entry.actor, entry.after.split(" until ")[0]) == (
        "preview",
        company.number,
        staff,
        "published",
    )


@pytest.mark.parametrize(
    "whom",
    [
        {},
        {"company": "nobody"},
        {"segment": "nothing"},
        {"company": "C1", "segment": "new"},
        {"segment": "new", "draft": "9"},
    ],
)
def test_nobody_is_looked_at_who_is_not_there(looker: Client, whom: dict[str, str]) -> None:
    CompanyFactory(number="C1")

    looker.post(BEGIN, whom)

    assert SESSION_KEY not in looker.session
    assert not AuditEntry.objects.exists()


def test_only_staff_with_the_permission_may_look(looker: Client, staff: User) -> None:
    company = CompanyFactory()
    staff.user_permissions.clear()

    assert looker.post(BEGIN, {"company": company.number}).status_code == 403
    assert Client().post(BEGIN, {"company": company.number}).status_code == 302
    assert SESSION_KEY not in looker.session


def test_begins_with_a_post_that_carries_the_token_alone(staff: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff)

    assert strict.get(BEGIN).status_code == 405
    assert strict.post(BEGIN, {"segment": "new"}).status_code == 403


def test_taking_the_permission_away_ends_it(looker: Client, staff: User) -> None:
    look_as(looker, segment="new")
    staff.user_permissions.clear()

    assert "bc-preview" not in looker.get("/").content.decode()


def test_every_change_is_refused_everywhere(looker: Client, make_page: MakePage) -> None:  # noqa: F811
    make_page("A quiet room", body=[("product_set", set_value(make_goods(1)))])
    own = holdings()
    look_as(looker, company=own.member.company.number)
    statuses = {}
    with CaptureQueriesContext(connection) as queries:
        for route in (route for route in routes() if route.name not in OWN):
            for method in ("post", "put", "patch", "delete"):
                answer = getattr(looker, method)(url_of(route.name, own), "{}", content_type="application/json")
                statuses[route.name, method] = answer.status_code

    assert {name: code for name, code in statuses.items() if code != 403} == {}
    assert [sql for query in queries if (sql := query["sql"]).split(" ", 1)[0] in WRITES and "session" not in sql] == []


def test_looking_writes_nothing_on_any_page(looker: Client, make_page: MakePage) -> None:  # noqa: F811
    make_page("A quiet room", body=[("product_set", set_value(make_goods(1)))])
    own = holdings()
    look_as(looker, company=own.member.company.number)
    with override_features(**{feature.key: True for feature in features}):
        written = {route.name: writes_of(looker, url_of(route.name, own)) for route in routes()}

    assert {name: statements for name, statements in written.items() if statements} == {}
    assert not Cart.objects.exclude(user=own.member.user).exists()


def test_refused_with_a_friendly_page(looker: Client) -> None:
    own = holdings()
    look_as(looker, company=own.member.company.number)

    answer = looker.post("/cart/add/", {f"quantity_{own.product.pk}": 1})

    assert answer.status_code == 403
    assert "You only look" in answer.content.decode()
    assert Order.objects.count() == 1


def test_htmx_loads_the_page_anew_and_the_banner_says_why(looker: Client) -> None:
    own = holdings()
    look_as(looker, company=own.member.company.number)

    answer = looker.post("/cart/add/", {f"quantity_{own.product.pk}": 1}, headers=HTMX)

    assert (answer.status_code, answer.headers["HX-Refresh"]) == (403, "true")
    assert "nothing was ordered or changed" in looker.get("/").content.decode()
    assert "nothing was ordered or changed" not in looker.get("/").content.decode()


def test_the_api_is_refused_as_json_and_reads_as_the_company(looker: Client) -> None:
    own = holdings()
    look_as(looker, company=own.member.company.number)

    line = {"lines": [{"sku": own.product.sku, "quantity": 1}]}
    refused = looker.post(
        "/api/cart/lines/", json.dumps(line), content_type="application/json", headers={"Accept": "application/json"}
    )

    assert (refused.status_code, refused.json()["code"]) == (403, "preview")
    assert [order["number"] for order in looker.get("/api/orders/").json()["results"]] == [own.order.number]


def test_no_cache_keeps_a_page_that_was_looked_at(looker: Client) -> None:
    look_as(looker, segment="new")

    answer = looker.get("/")

    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


def test_the_company_itself_sees_nothing_of_it(looker: Client) -> None:
    own = holdings()
    theirs = Client()
    theirs.force_login(own.member.user)
    look_as(looker, company=own.member.company.number)
    looker.get("/")

    page = theirs.get("/?why")

    assert "bc-preview" not in page.content.decode()
    assert theirs.post("/cart/add/", {f"quantity_{own.product.pk}": 1}).status_code == 302


def test_ends_with_the_button(looker: Client) -> None:
    company = CompanyFactory()
    look_as(looker, company=company.number)

    back = looker.post(END)

    assert back.headers["Location"] == f"/admin/segmentation/customerprofile/{company.number}/change/"
    assert "bc-preview" not in looker.get("/").content.decode()


def test_ends_with_logging_out(looker: Client, staff: User) -> None:
    look_as(looker, segment="new")

    assert looker.post("/logout/").status_code == 302
    looker.force_login(staff)

    assert "bc-preview" not in looker.get("/").content.decode()


def test_ends_by_itself_and_says_so(looker: Client) -> None:
    look_as(looker, segment="new")
    session = looker.session
    session[SESSION_KEY] = session[SESSION_KEY] | {"ends": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()

    page = looker.get("/").content.decode()
    looker.post(END, {"next": "/products/"})

    assert "Your preview is over." in page
    assert "you see the shop as a company" not in page
    assert "bc-preview" not in looker.get("/").content.decode()


def test_the_admin_stays_open(looker: Client) -> None:
    look_as(looker, segment="new")

    assert looker.post(BEGIN, {"segment": "routine"}).status_code == 302
    assert looker.session[SESSION_KEY]["segment"] == "routine"


def test_a_session_of_somebody_else_is_no_use(looker: Client) -> None:
    look_as(looker, segment="new")
    session = looker.session
    session[SESSION_KEY] = session[SESSION_KEY] | {"user_id": "0"}
    session.save()

    assert "bc-preview" not in looker.get("/").content.decode()


def test_what_the_host_names_stays_open_and_nothing_else(looker: Client, staff: User) -> None:
    look_as(looker, segment="new")

    answers = [looker.post(path).status_code for path in ("/cms/account/", "/cart/add/")]

    assert answers == [302, 403]
