"""Where a second person approves what is switched, no page about segments is a way round it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from segmentation.models import BuyclassOverride, MembershipChoice, Segment
from segmentation.services.set_feature_rule import set_feature_rule
from tests.segmentation.admin.rows import make_profile

pytestmark = pytest.mark.django_db

COMPANY = "/admin/segmentation/customerprofile/acme/"
LATER = "2099-01-01"


@pytest.fixture(autouse=True)
def _approved(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}


@pytest.fixture
def pilots() -> Segment:
    """A segment that features go by."""
    for key in ("acme", "bolt"):
        make_profile(key)
    pilots = Segment.objects.create(key="pilots", name="Pilots", priority=700)
    set_feature_rule(feature="toy_search", segment="pilots", state="on", actor=None)
    return pilots


def delete(client: Client, segment: Segment) -> str:
    address = f"/admin/segmentation/segment/{segment.pk}/delete/"
    return client.post(address, {"post": "yes"}, follow=True).content.decode()


def choose(client: Client, segment: Segment, companies: str, until: str = LATER) -> str:
    posted = {"include": "yes", "companies": companies, "reason": "Pilot", "until": until, "do": "apply"}
    answer = client.post(f"/admin/segmentation/segment/{segment.pk}/choices/", posted, follow=True)
    return answer.content.decode()


def chosen() -> set[str]:
    return set(MembershipChoice.objects.values_list("customer_key", flat=True))


def test_segment_that_features_go_by_is_deleted_after_its_switches(boss: Client, pilots: Segment) -> None:
    assert "with a draft first" in delete(boss, pilots)
    assert Segment.objects.filter(pk=pilots.pk).exists()

    set_feature_rule(feature="toy_search", segment="pilots", state="inherit", actor=None)

    delete(boss, pilots)
    assert not Segment.objects.filter(pk=pilots.pk).exists()


def test_by_hand_one_company_is_set_until_an_end_and_never_many(boss: Client, pilots: Segment) -> None:
    many = choose(boss, pilots, "acme\nbolt")
    endless = choose(boss, pilots, "acme", until="")

    assert ("in a draft" in many, "a last day" in endless, chosen()) == (True, True, set())
    assert "acme" in many
    assert "bolt" in many

    choose(boss, pilots, "acme")

    assert chosen() == {"acme"}


def test_company_is_put_in_on_its_page_until_an_end(boss: Client, pilots: Segment) -> None:
    posted = {"segment": "pilots", "choice": "in", "reason": "Pilot"}

    boss.post(f"{COMPANY}segment/", posted)
    assert chosen() == set()
    boss.post(f"{COMPANY}segment/", posted | {"until": LATER})
    assert chosen() == {"acme"}
    boss.post(f"{COMPANY}segment/", {"segment": "pilots", "choice": "rule"})
    assert chosen() == set()


def test_class_of_one_company_is_chosen_until_an_end(boss: Client, pilots: Segment) -> None:
    boss.post(f"{COMPANY}buyclass/", {"buyclass": "major", "reason": "Tender every year"})

    [override] = BuyclassOverride.objects.all()
    assert (override.buyclass, override.expires_at is not None) == ("major", True)


def test_without_approval_many_are_set_at_once(boss: Client, pilots: Segment, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": False}

    choose(boss, pilots, "acme\nbolt", until="")

    assert chosen() == {"acme", "bolt"}
