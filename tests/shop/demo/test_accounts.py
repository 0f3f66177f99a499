from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from segmentation.dimension import Kind as ValueKind
from segmentation.registry import dimensions
from segmentation.rules import parse_rule
from shop.demo.accounts import NONE_OF_THEM, plan_accounts
from shop.demo.benefits import plan_benefits
from shop.demo.catalogue import plan_catalogue
from shop.demo.companies import plan_companies
from shop.demo.planted import Kind
from shop.demo.tables.benefits import BENEFITS, SEGMENTS
from shop.demo.tables.firms import FIRMS
from shop.demo.tables.segments import CHOICES
from shop.demo.tables.segments import SEGMENTS as RULES
from shop.demo.tables.towns import TOWNS

AS_OF = date(2026, 6, 15)
COMPANIES = plan_companies(seed=1, as_of=AS_OF)
KINDS = {each.number: each.kind for each in COMPANIES}


def rows(seed=1):
    return list(plan_accounts(COMPANIES, bought={each.number: Decimal(50_000) for each in COMPANIES}, seed=seed))


def mean(kind, dimension):
    values = [float(row[dimension]) for row in rows() if KINDS[row["customer_key"]] is kind]
    return sum(values) / len(values)


def test_the_same_seed_gives_the_same_accounts():
    assert rows() == rows()
    assert rows() != rows(seed=2)


def test_there_is_a_row_a_company_and_every_column_is_a_dimension():
    assert [row["customer_key"] for row in rows()] == [each.number for each in COMPANIES]
    assert sorted({key for row in rows() for key in row if key not in dimensions}) == ["customer_key"]


def test_choices_are_ones_that_exist():
    wrong = []
    for row in rows():
        for key, text in row.items():
            if key == "customer_key" or text in {"", NONE_OF_THEM}:
                continue
            if dimensions.get(key).kind in {ValueKind.CHOICE, ValueKind.CHOICES}:
                wrong += [(key, one) for one in text.split(";") if one not in dimensions.get(key).choices]

    assert wrong == []


def test_every_town_lies_somewhere():
    assert {firm.city for firms in FIRMS.values() for firm in firms} == set(TOWNS)


@pytest.mark.parametrize(
    ("dimension", "less", "more"),
    [
        ("people_deciding", Kind.EXPLORER, Kind.PROJECT),
        ("adoption_rate", Kind.LAPSED, Kind.EXPLORER),
    ],
)
def test_facts_fit_how_a_company_buys(dimension, less, more):
    assert mean(less, dimension) < mean(more, dimension)


def test_benefits_are_weighed_answered_and_scored():
    products = plan_catalogue(seed=1, as_of=AS_OF)

    given = plan_benefits(COMPANIES, products, seed=1)

    assert [set(one["weights"]) for one in given["segments"]] == [set(BENEFITS)] * len(SEGMENTS)
    assert 60 <= len(given["surveys"]) <= 100
    assert set(given["products"]) == {product.sku for product in products}
    assert {score for scores in given["products"].values() for score in scores.values()} <= set(range(11))


@pytest.mark.parametrize("segment", RULES, ids=lambda segment: segment["key"])
def test_the_rules_of_the_segments_can_be_used(segment):
    assert parse_rule(segment["rule"]).as_json() is not None


def test_choices_name_segments_and_companies_that_exist():
    assert {segment for segment, *_ in CHOICES} <= {segment["key"] for segment in RULES}
    assert {company for _segment, company, *_ in CHOICES} <= {each.firm.name for each in COMPANIES}
