from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from shop.companies.firmographics import IndustryScheme, validate_incoterm, validate_language_tag
from shop.demo.companies import plan_companies
from shop.demo.people import FEATURED, SEVERAL
from shop.demo.planted import Kind
from shop.demo.tables.industries import other_industry_codes

AS_OF = date(2026, 6, 15)


def test_plan_companies_gives_the_same_companies_for_the_same_seed_and_day() -> None:
    assert plan_companies(seed=7, as_of=AS_OF) == plan_companies(seed=7, as_of=AS_OF)


def test_plan_companies_plants_every_kind() -> None:
    kinds = Counter(each.kind for each in plan_companies(seed=1, as_of=AS_OF))

    assert kinds == {
        Kind.STEADY: 40,
        Kind.SEASONAL: 14,
        Kind.PROJECT: 20,
        Kind.EXPLORER: 14,
        Kind.ALL_THREE: 10,
        Kind.LAPSED: 8,
        Kind.ONE_ORDER: 8,
        Kind.PROSPECT: 6,
    }


def test_plan_companies_keeps_the_standards_of_company_records() -> None:
    for company in plan_companies(seed=1, as_of=AS_OF):
        validate_language_tag(company.language)
        validate_incoterm(code=company.incoterm, place=company.incoterm_place, by_sea=company.by_sea)


def test_plan_companies_names_nobody_twice_in_a_company() -> None:
    for company in plan_companies(seed=1, as_of=AS_OF):
        emails = [person.email for person, _ in company.members]
        assert len(set(emails)) == len(emails)


def test_plan_companies_gives_each_featured_person_the_first_company_of_its_kind() -> None:
    companies = plan_companies(seed=1, as_of=AS_OF)

    for kind, person in FEATURED.items():
        first = next(each for each in companies if each.kind == kind)
        assert first.members[0] == (person, "admin")


def test_plan_companies_lets_several_people_act_for_more_than_one_company() -> None:
    memberships = Counter(person.email for each in plan_companies(seed=1, as_of=AS_OF) for person, _ in each.members)
    several = {email: count for email, count in memberships.items() if count > 1}

    assert several.pop(SEVERAL.email) == 3
    assert list(several.values()) == [2, 2, 2]


def test_plan_companies_names_parents_that_are_there() -> None:
    companies = plan_companies(seed=1, as_of=AS_OF)
    parents = {each.parent for each in companies if each.parent}

    assert len(parents) == 3
    assert parents - {each.firm.name for each in companies} == set()


@pytest.mark.parametrize(
    ("nace", "others"),
    [
        ("69.20", [(IndustryScheme.ISIC5, "69"), (IndustryScheme.NAICS2022, "5412")]),
        ("47.62", [(IndustryScheme.ISIC5, "47")]),
    ],
)
def test_industry_is_known_by_the_schemes_that_agree(nace: str, others: list[tuple[str, str]]) -> None:
    assert list(other_industry_codes(nace)) == others
