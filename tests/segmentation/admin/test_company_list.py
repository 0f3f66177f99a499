from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from segmentation.services.set_buyclass_override import set_buyclass_override
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_profile

URL = "/admin/segmentation/customerprofile/"

pytestmark = pytest.mark.django_db


def listed(client: Client, query: str) -> list[str]:
    return sorted(row.pk for row in client.get(f"{URL}?{query}").context["cl"].result_list)


def test_list_sends_strangers_to_the_log_in(client: Client) -> None:
    assert client.get(URL).url == f"/admin/login/?next={URL}"


def test_list_is_closed_without_the_view_right(log_in: LogIn) -> None:
    assert log_in("view_run").get(URL).status_code == 403


def test_list_names_companies_and_links_to_their_pages(log_in: LogIn) -> None:
    make_profile("acme")

    page = log_in("view_customerprofile").get(URL).content.decode()

    assert '<a class="bc-link" href="/admin/segmentation/customerprofile/acme/change/">ACME Trading</a>' in page


def test_list_finds_companies_by_their_names(boss: Client) -> None:
    make_profile("acme")
    make_profile("bolt")

    assert (listed(boss, "q=bolt trad"), listed(boss, "q=nobody"), listed(boss, "q=acme")) == (["bolt"], [], ["acme"])


def test_list_filters_by_the_type_that_counts(boss: Client) -> None:
    make_profile("computed", buyclass="major")
    make_profile("chosen", buyclass="routine")
    make_profile("moved-away", buyclass="major")
    set_buyclass_override(customer_key="chosen", buyclass="major", actor=None, reason="x")
    set_buyclass_override(customer_key="moved-away", buyclass="new", actor=None, reason="x")

    assert listed(boss, "buyclass=major") == ["chosen", "computed"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sure=sure", ["sure"]),
        ("sure=fairly", ["fairly"]),
        ("sure=unsure", ["unsure"]),
        ("activity=lapsed", ["unsure"]),
        ("mixed__exact=1", ["fairly"]),
        ("segment=mixed", ["fairly"]),
    ],
)
def test_list_filters(boss: Client, query: str, expected: list[str]) -> None:
    make_profile("sure", confidence=0.8)
    make_profile("fairly", confidence=0.6, mixed=True)
    make_profile("unsure", confidence=0.59, activity="lapsed")
    make_profile("prospect", confidence=1.0, occasions=0, activity="prospect")

    assert listed(boss, query) == expected


def test_list_marks_a_type_chosen_by_hand(boss: Client) -> None:
    make_profile("acme", mixed=True)
    set_buyclass_override(customer_key="acme", buyclass="new", actor=None, reason="x")

    page = boss.get(URL).content.decode()

    assert '<span class="bc-badge bc-new">New</span> <span class="bc-quiet">by hand</span>' in page


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_for_many_companies(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    for n in range(count):
        make_profile(f"c{n}")

    with django_assert_num_queries(8):
        boss.get(URL)
