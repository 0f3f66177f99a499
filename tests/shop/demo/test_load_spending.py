from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from shop.companies.models import Company
from shop.demo.companies import plan_companies
from shop.demo.services.load_companies import LoadedCompany
from shop.demo.services.load_spending import load_spending
from tests.factories import CompanyFactory, OrderFactory

NOW = datetime(2026, 6, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def companies() -> list[LoadedCompany]:
    """The demo's first forty companies; every second ordered for 90,000 in the last year, and more before."""
    loaded = [
        LoadedCompany(planned=each, company=CompanyFactory(number=each.number), addresses=[], buyers=[])
        for each in plan_companies(seed=1, as_of=date(2026, 6, 15))[:40]
    ]
    for each in loaded[::2]:
        OrderFactory(company=each.company, placed_at=NOW - timedelta(days=30), net_total=Decimal(90_000))
        OrderFactory(company=each.company, placed_at=NOW - timedelta(days=400), net_total=Decimal(900_000))
    return loaded


def spending() -> dict[str, Decimal]:
    return dict(Company.objects.filter(yearly_spend__isnull=False).values_list("number", "yearly_spend"))


def test_most_companies_tell_a_round_figure(companies: list[LoadedCompany]) -> None:
    load_spending(companies, seed=1, now=NOW)

    told = spending()
    assert 20 < len(told) < 40
    assert {spend % 1000 for spend in told.values()} == {Decimal(0)}


def test_companies_spend_more_in_all_than_here(companies: list[LoadedCompany]) -> None:
    load_spending(companies, seed=1, now=NOW)

    bought = {each.planned.number for each in companies[::2]}
    assert [number for number, spend in spending().items() if number in bought and spend <= 90_000] == []
    assert min(spending().values()) > 0


def test_the_same_seed_gives_the_same_figures(companies: list[LoadedCompany]) -> None:
    load_spending(companies, seed=1, now=NOW)
    first = spending()

    load_spending(companies, seed=1, now=NOW)

    assert spending() == first
