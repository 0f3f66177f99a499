from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import Settings

from segmentation.models.profile_facts import Trend, trend_of
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
        ("regularity=regular", ["sure"]),
        ("regularity=fairly_regular", ["fairly"]),
        ("regularity=too_few", ["prospect", "unsure"]),
    ],
)
def test_list_filters(boss: Client, query: str, expected: list[str]) -> None:
    make_profile("sure", confidence=0.8, regularity="regular")
    make_profile("fairly", confidence=0.6, mixed=True, regularity="fairly_regular")
    make_profile("unsure", confidence=0.59, activity="lapsed")
    make_profile("prospect", confidence=1.0, occasions=0, activity="prospect")

    assert listed(boss, query) == expected


YEARS = [(0, 0), (1, 0), (0, 1), (1000, 1000), (1099, 1000), (1100, 1000), (901, 1000), (900, 1000)]


@pytest.mark.parametrize("trend", [trend for trend in Trend if trend != Trend.NOT_ON_RECORD])
def test_list_filters_by_value_as_trends_are_told(boss: Client, trend: Trend) -> None:
    for year, before in YEARS:
        make_profile(f"{year}-{before}", value_year=year, value_year_before=before)

    expected = sorted(f"{year}-{before}" for year, before in YEARS if trend_of(year, before) == trend)
    assert listed(boss, f"value={trend}") == expected


def test_list_compares_no_year_that_is_not_on_record(boss: Client, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"HISTORY_FROM": localdate()}
    make_profile("older", value_year=900, value_year_before=100, history_truncated=True)
    make_profile("newer", value_year=900, value_year_before=100)

    assert listed(boss, "value=more") == ["newer"]


def ordered(client: Client, column: str) -> list[str]:
    """Keys from the least to the most of a column."""
    admin = client.get(URL).context["cl"].list_display
    return [row.pk for row in client.get(f"{URL}?o={admin.index(column)}").context["cl"].result_list]


def test_list_sorts_by_how_even_orders_are(boss: Client) -> None:
    for regularity in ("regular", "irregular", "", "fairly_regular"):
        make_profile(regularity or "unknown", regularity=regularity)

    assert ordered(boss, "regularity_words") == ["unknown", "irregular", "fairly_regular", "regular"]


def test_list_sorts_by_what_was_bought(boss: Client) -> None:
    make_profile("large", value_year=90000)
    make_profile("small", value_year=100)

    assert ordered(boss, "year") == ["small", "large"]


def test_list_shows_regularity_and_the_value_of_a_year_beside_the_type(boss: Client) -> None:
    make_profile("acme", regularity="regular", value_year=112000_00, value_year_before=100000_00)

    page = boss.get(URL).content.decode()

    assert '<span class="bc-badge">Regular</span>' in page
    assert '<span class="bc-amount">DKK\xa0112,000</span> <span class="bc-quiet">+12\xa0%</span>' in page


def test_list_leaves_rhythm_and_value_of_a_prospect_empty(boss: Client) -> None:
    make_profile("acme", occasions=0, activity="prospect", first_order=None, last_order=None)

    page = boss.get(URL)

    admin, profile = page.context["cl"].model_admin, page.context["cl"].result_list[0]
    assert (admin.regularity_words(profile), admin.next_order(profile), admin.year(profile)) == ("", "", "")


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
