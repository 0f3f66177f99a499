from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from shop.demo.catalogue import plan_catalogue
from shop.demo.histories.fates import steps_of
from shop.demo.histories.kinds import HISTORIES, HISTORY_DAYS
from shop.demo.histories.market import Market, PlannedOrder
from shop.demo.planted import Kind

AS_OF = date(2026, 6, 15)
LAST = AS_OF - timedelta(days=1)
ORDERING = [kind for kind in Kind if kind != Kind.PROSPECT]


@cache
def the_market() -> Market:
    return Market(plan_catalogue(seed=1, as_of=AS_OF))


def history(kind: Kind, *, name: str = "a", headcount: int = 25) -> list[PlannedOrder]:
    return HISTORIES[kind](the_market(), random.Random(name), headcount, LAST)


@pytest.mark.parametrize("kind", Kind)
def test_history_is_the_same_for_the_same_chance(kind: Kind) -> None:
    assert history(kind) == history(kind)


@pytest.mark.parametrize("kind", ORDERING)
@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_history_runs_forward_on_working_days_within_two_and_a_half_years(kind: Kind, name: str) -> None:
    days = [order.day for order in history(kind, name=name)]

    assert days == sorted(set(days))
    assert [day for day in days if day.weekday() > 4] == []
    assert days[0] >= LAST - timedelta(days=HISTORY_DAYS + 31)
    assert days[-1] <= LAST


@pytest.mark.parametrize("kind", ORDERING)
def test_history_buys_only_what_is_sold_on_the_day_and_as_it_is_sold(kind: Kind) -> None:
    products = the_market().by_sku
    lines = [(order.day, products[sku], quantity) for order in history(kind) for sku, quantity in order.lines.items()]

    assert [(day, product.sku) for day, product, _ in lines if not product.on_sale(day)] == []
    assert [
        product.sku for _, product, quantity in lines if quantity % product.step or quantity < product.minimum
    ] == []


@pytest.mark.parametrize("kind", ORDERING)
def test_history_has_no_empty_order(kind: Kind) -> None:
    assert [order for order in history(kind) if not order.lines] == []


def test_a_prospect_has_no_orders() -> None:
    assert history(Kind.PROSPECT) == []


def test_a_one_order_company_has_one_order() -> None:
    assert len(history(Kind.ONE_ORDER)) == 1


def test_a_lapsed_company_has_not_ordered_for_a_year() -> None:
    assert history(Kind.LAPSED)[-1].day <= AS_OF - timedelta(days=365)


def test_a_seasonal_company_orders_in_the_same_weeks_of_each_year() -> None:
    days = [order.day for order in history(Kind.SEASONAL)]
    silences = [later - earlier for earlier, later in pairwise(days) if later - earlier > timedelta(days=90)]

    assert len(silences) == 2
    assert all(timedelta(days=270) < silence < timedelta(days=400) for silence in silences)


def test_a_project_buyer_orders_seldom_and_much() -> None:
    def usual_order(kind: Kind) -> float:
        products = the_market().by_sku
        return median(
            sum(float(products[sku].price) * quantity for sku, quantity in order.lines.items())
            for order in history(kind)
        )

    assert len(history(Kind.PROJECT)) < len(history(Kind.STEADY))
    assert usual_order(Kind.PROJECT) > 5 * usual_order(Kind.STEADY)


def test_steps_of_an_order_stop_at_the_present() -> None:
    placed = datetime(2026, 6, 12, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))
    now = placed + timedelta(days=1, hours=6)

    for name in range(50):
        steps = steps_of(placed, now=now, rng=random.Random(name))
        assert steps[0] == ("placed", placed)
        assert [at for _, at in steps] == sorted(at for _, at in steps)
        assert steps[-1][1] < now
