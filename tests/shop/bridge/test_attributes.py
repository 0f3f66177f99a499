from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from segmentation.host import open_directory
from shop.orders.models import OrderState
from tests.factories import (
    AddressFactory,
    CompanyFactory,
    IndustryCodeFactory,
    OrderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)


def facts_of(company):
    return dict(open_directory().attributes([company.number])[company.number])


def ordered(company, *, days_ago=10, **facts):
    return OrderFactory(company=company, placed_at=timezone.now() - timedelta(days=days_ago), **facts)


def test_what_the_record_says_is_known_and_what_it_leaves_open_is_not():
    group = CompanyFactory(number="K9")
    bare = CompanyFactory(language="da", country="DK")
    full = CompanyFactory(
        country="SE",
        language="sv",
        headcount=42,
        turnover=Decimal("5e6"),
        balance_sheet=Decimal("3000000.50"),
        founded=1998,
        ownership="family",
        parent=group,
        incoterm="DAP",
        incoterm_place="Lund",
    )
    AddressFactory(company=full, is_default=True, postcode="222 22", region="Skåne")
    AddressFactory(company=full, postcode="111 11", region="Stockholm")
    IndustryCodeFactory(company=full, scheme="NACE2", code="46.66", is_main=True)
    IndustryCodeFactory(company=full, scheme="NACE2.1", code="46.64", is_main=True)
    IndustryCodeFactory(company=full, scheme="NAICS2022", code="424120", is_main=True)
    IndustryCodeFactory(company=full, scheme="ISIC5", code="4659", is_main=False)

    assert facts_of(bare) == {"country": "DK", "language": "da"}
    assert facts_of(full) == {
        "country": "SE",
        "language": "sv",
        "headcount": 42,
        "turnover": Decimal("5e6"),
        "balance_sheet": Decimal("3000000.50"),
        "founded": 1998,
        "ownership": "family",
        "group_parent": "K9",
        "incoterm": "DAP",
        "incoterm_place": "Lund",
        "incoterm_edition": "2020",
        "postcode_area": "22",
        "region": "Skåne",
        "industry_nace": "46.64",
        "industry_naics": "424120",
        "industry_editions": frozenset({"nace21", "naics2022"}),
    }


def test_the_orders_of_a_year_tell_who_orders_and_for_which_day():
    company = CompanyFactory()
    one, other = UserFactory(), UserFactory()
    for wished in (MONDAY, MONDAY + timedelta(days=7), MONDAY + timedelta(days=2), None):
        ordered(company, placed_by=one, wished_delivery=wished)
    ordered(company, placed_by=other, days_ago=400, wished_delivery=MONDAY + timedelta(days=4))
    ordered(company, placed_by=other, state=OrderState.CANCELLED)

    facts = facts_of(company)

    assert (facts["fixed_date_share"], facts["people_ordering"], facts["wished_weekday"]) == (0.75, 1, "monday")


def test_of_two_weekdays_wished_as_often_the_earlier_one_counts():
    company = CompanyFactory()
    for days in (4, 1):
        ordered(company, wished_delivery=MONDAY + timedelta(days=days))

    assert facts_of(company)["wished_weekday"] == "tuesday"


def test_nobody_is_known_under_another_number():
    assert open_directory().attributes(["nobody"]) == {}


@pytest.mark.parametrize("count", [1, 30])
def test_everybody_is_read_in_four_queries(django_assert_num_queries, count):
    companies = CompanyFactory.create_batch(count)
    for company in companies:
        AddressFactory(company=company, is_default=True)
        IndustryCodeFactory(company=company, is_main=True)
        ordered(company, wished_delivery=MONDAY)

    with django_assert_num_queries(4):
        found = open_directory().attributes([company.number for company in companies])

    assert len(found) == count
