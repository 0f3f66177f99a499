from __future__ import annotations

from decimal import Decimal

import pytest

from segmentation.host import open_directory
from tests.factories import (
    AddressFactory,
    CompanyFactory,
    IndustryCodeFactory,
)

pytestmark = pytest.mark.django_db


def facts_of(company):
    return dict(open_directory().attributes([company.number])[company.number])


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


def test_nobody_is_known_under_another_number():
    assert open_directory().attributes(["nobody"]) == {}


@pytest.mark.parametrize("count", [1, 30])
def test_everybody_is_read_in_two_queries(django_assert_num_queries, count):
    companies = CompanyFactory.create_batch(count)
    for company in companies:
        AddressFactory(company=company, is_default=True)
        IndustryCodeFactory(company=company, is_main=True)

    with django_assert_num_queries(2):
        found = open_directory().attributes([company.number for company in companies])

    assert len(found) == count
