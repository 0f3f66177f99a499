"""What a company's page says beside the buying type."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.timezone import localdate
from pytest_django import Settings

from segmentation.analysis.order_chance import chance_of_order
from segmentation.words.rhythm import chance_text
from tests.segmentation import toy_orders
from tests.segmentation.admin.rows import make_profile

URL = "/admin/segmentation/customerprofile/acme/change/"
BUYCLASS = "/admin/segmentation/customerprofile/acme/buyclass/"

pytestmark = pytest.mark.django_db


def read(client: Client) -> str:
    """The page's text without its markup."""
    page = client.get(URL).content.decode().replace("<", " <")
    return " ".join(strip_tags(page).replace("\xa0", " ").split())


def test_page_says_the_rhythm_beside_the_type(boss: Client) -> None:
    today = localdate()
    make_profile(
        "acme",
        regularity="fairly_regular",
        usual_gap_days=21.3,
        occasions=13,
        first_order=today - timedelta(days=266),
        last_order=today - timedelta(days=14),
        expected_from=today,
        expected_to=today,
    )

    page = read(boss)

    chance = chance_of_order(gaps=12, span_days=252, silent_days=14)
    assert "Rhythm Fairly regular Activity Active Usually orders About every 3 weeks" in page
    assert f"Next order expected around {date_format(today)}" in page
    assert f"Chance of an order in the next 30 days {chance_text(chance)}" in page


def test_page_of_a_company_without_orders_claims_no_rhythm(boss: Client) -> None:
    make_profile("acme", occasions=0, activity="prospect", first_order=None, last_order=None)

    assert "Rhythm No orders yet, so no rhythm. Value Last 12 months DKK 0 Share of wallet Nothing of the" in read(boss)


def test_page_says_the_value_beside_the_type(boss: Client) -> None:
    make_profile("acme", value_year=1800_00, value_year_before=2000_00)

    assert (
        "Value Last 12 months DKK 1,800 The 12 before DKK 2,000 Trend 10 % less than the year before "
        "Share of wallet About 36 % of the DKK 5,000 they spend a year"
    ) in read(boss)


def test_page_asks_for_no_wallet_where_the_host_knows_none(boss: Client, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"CUSTOMER_DIRECTORY": "tests.segmentation.toy_orders.ToyDirectory"}
    make_profile("acme")

    assert "Share of wallet" not in read(boss)


@pytest.mark.parametrize(
    ("mixed", "shares_first"),
    [(True, True), (False, False)],
)
def test_page_of_a_mixed_buyer_begins_with_the_shares(boss: Client, mixed: bool, shares_first: bool) -> None:
    make_profile("acme", mixed=mixed)

    page = boss.get(URL).content.decode()

    assert (page.index('class="bc-legend"') < page.index('class="bc-badge bc-big')) == shares_first
    assert page.count('class="bc-legend"') == 1


def test_page_of_a_mixed_buyer_begins_with_the_type_that_was_chosen(boss: Client) -> None:
    make_profile("acme", mixed=True)
    boss.post(BUYCLASS, {"buyclass": "major", "reason": "Tender every year"})

    page = boss.get(URL).content.decode()

    assert page.index('class="bc-badge bc-big bc-major"') < page.index('class="bc-legend"')


@pytest.mark.parametrize("seen_by_a_run", [True, False])
def test_page_says_who_chose_the_type(boss: Client, seen_by_a_run: bool, settings: Settings) -> None:
    if seen_by_a_run:
        make_profile("acme")
    else:
        settings.SEGMENTATION = settings.SEGMENTATION | {
            "CUSTOMER_DIRECTORY": "tests.segmentation.toy_orders.ToyDirectory"
        }
        toy_orders.CUSTOMERS.append("acme")
    boss.post(BUYCLASS, {"buyclass": "major", "reason": "Tender every year"})

    page = read(boss)

    assert "Chosen by anna@example.com until" in page
    assert ": Tender every year" in page
