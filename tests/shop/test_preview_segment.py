"""Seen as a segment, the shop is that of a company of it: how it buys, its turn in roll-outs, and what is held out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from segmentation.models import Segment
from segmentation.preview import SESSION_KEY
from segmentation.services.set_feature_rule import set_feature_rule
from tests.factories import UserFactory
from tests.shop.test_preview import BEGIN, look_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def looker() -> Client:
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def banner_of(client: Client) -> str:
    return " ".join(client.get("/").content.decode().split())


def test_as_a_segment_it_is_a_company_whose_turn_has_come_and_the_banner_says_so(looker: Client) -> None:
    set_feature_rule(feature="quick_order", segment="new", state="on", share=1, held_out=50, actor=None)
    look_as(looker, segment="new")

    assert looker.get("/quick-order/").status_code == 200
    assert "it buys like “New buyers”, its turn has come everywhere" in banner_of(looker)
    assert "it is held out of nothing" in banner_of(looker)


@pytest.mark.parametrize(("share", "held_out", "wanted"), [(0, 0, False), (100, 100, False), (99, 99, True)])
def test_what_no_company_has_it_has_not_either(looker: Client, share: int, held_out: int, wanted: bool) -> None:
    set_feature_rule(feature="quick_order", segment="new", state="on", share=share, held_out=held_out, actor=None)
    look_as(looker, segment="new")

    assert (looker.get("/quick-order/").status_code == 200) == wanted


def test_one_that_is_held_out_can_be_looked_at(looker: Client) -> None:
    set_feature_rule(feature="quick_order", segment="new", state="on", held_out=1, actor=None)
    look_as(looker, segment="new", held_out="1")

    assert looker.get("/quick-order/").status_code == 404
    assert "it is held out wherever some are" in banner_of(looker)
    assert "Held out: 1 % of “New buyers” go without" in " ".join(looker.get("/?why").text.split())


def test_it_buys_as_most_of_the_segment_do_or_as_is_chosen(looker: Client) -> None:
    chains = Segment.objects.create(key="chains", name="Chains", priority=900)
    for number, buyclass in enumerate(["routine", "routine", "major"]):
        for segment in (chains, Segment.objects.get(key=buyclass)):
            segment.memberships.create(customer_key=f"c{number}", since=timezone.now())

    look_as(looker, segment="chains")
    assert looker.get("/quick-order/").status_code == 200
    assert "it buys like “Routine buyers”" in banner_of(looker)

    look_as(looker, segment="chains", buyclass="major")
    assert looker.get("/quick-order/").status_code == 404
    assert "it buys like “Major repurchase buyers”" in banner_of(looker)


def test_a_class_that_there_is_not_is_refused(looker: Client) -> None:
    looker.post(BEGIN, {"segment": "new", "buyclass": "often"})

    assert SESSION_KEY not in looker.session
