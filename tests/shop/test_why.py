"""Why a page is as it is: all that spoke for staff, a friendly sentence for the company's own people."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from segmentation.models import PublishedSnapshot, Segment
from segmentation.services.publish import publish_switches
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from tests.factories import CategoryFactory, CompanyMemberFactory, UserFactory
from tests.shop.storefront.trading import log_in

pytestmark = pytest.mark.django_db


def text_of(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


@pytest.fixture
def seller() -> Client:
    person = CompanyMemberFactory(user=UserFactory(is_staff=True)).user
    person.user_permissions.add(Permission.objects.get(codename="view_featurerule"))
    client = Client()
    client.force_login(person)
    return client


def test_staff_read_all_that_spoke(seller: Client) -> None:
    set_feature_rule(
        feature="inspiration", segment="new", state="on", parameters={"pages": 5}, actor=None, reason="spring"
    )

    page = text_of(seller, "/?why")

    assert "Why this page is as it is" in page
    assert "Switched on for the segment “New buyers”." in page
    assert "On, because it is made for “New buyers”." in page
    assert "<strong>5</strong>" in page
    assert "set for “New buyers”" in page
    version = PublishedSnapshot.objects.get(pk="").payload["version"]
    assert f"version {version} of the switches" in page


def test_a_feature_that_the_page_did_not_ask_for_is_among_the_others(seller: Client) -> None:
    asked, others = text_of(seller, "/products/?why").split("other features")

    assert "Alternatives" in others
    assert "Bought near you" in asked.split("Why this page is as it is")[1]


def test_the_panel_reads_no_more_for_more_rules(seller: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            seller.get("/?why")
        return len(captured)

    queries()
    few = queries()
    for feature in ("reorder", "quick_order", "volume_prices", "alternatives", "bought_nearby"):
        set_feature_rule(feature=feature, segment="new", state="on", actor=None)
        set_feature_rule(feature=feature, segment="major", state="on", actor=None)
        set_feature_rule(feature=feature, segment="new", state="inherit", actor=None)
    queries()

    assert queries() == few


@pytest.mark.parametrize("who", ["visitor", "buyer", "staff without the permission"])
def test_for_anybody_else_it_does_nothing_at_all(who: str) -> None:
    client = Client()
    if who != "visitor":
        client.force_login(CompanyMemberFactory(user=UserFactory(is_staff=who != "buyer")).user)

    plain, asked = client.get("/products/"), client.get("/products/?why")

    assert asked.content == plain.content
    assert "bc-why" not in asked.content.decode()


def test_the_company_reads_why_where_the_feature_is() -> None:
    client, member = log_in()
    set_feature_override(
        feature="quick_order", customer_key=member.company.number, state="on", actor=None, reason="angry on the phone"
    )

    page = text_of(client, "/quick-order/")

    assert "“Quick order” is here because we have switched it on for you." in page
    assert "angry" not in page


def test_the_company_reads_what_an_admin_wrote_of_its_segment() -> None:
    Segment.objects.filter(key="new").update(because="you have a frame contract.")
    publish_switches()
    client, _member = log_in()

    page = text_of(client, "/account/why/")

    assert "“Inspiration” is here because you have a frame contract." in page


def test_all_that_is_on_is_listed_and_nothing_else() -> None:
    client, member = log_in()
    CategoryFactory()
    set_feature_override(feature="reorder", customer_key=member.company.number, state="on", actor=None)

    page = text_of(client, "/account/why/")

    assert "“Order again” is here because we have switched it on for you." in page
    assert "“Inspiration” is here because you may be looking for ideas." in page
    assert "“Quick order” is here" not in page
    assert "New buyers" not in page
