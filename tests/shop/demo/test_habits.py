from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime

from shop.demo.catalogue import plan_catalogue
from shop.demo.companies import plan_companies
from shop.demo.habits import plan_habits
from shop.demo.planted import Kind
from shop.demo.tables.habits import HABITS, Payer
from shop.orders.models import Channel

AS_OF = date(2026, 6, 15)
COMPANIES = plan_companies(seed=1, as_of=AS_OF)
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def habits(seed=1):
    return [plan_habits(company, seed=seed) for company in COMPANIES]


def test_the_same_seed_gives_the_same_habits():
    assert habits() == habits()
    assert habits() != habits(seed=2)


def test_every_kind_has_habits_and_there_is_every_payer():
    assert set(HABITS) == set(Kind)
    assert set(Counter(each.payer for each in habits())) == set(Payer)


def test_only_what_is_ordered_in_the_shop_has_a_screen():
    rng = random.Random(1)
    origins = [each.origin(AT.date(), rng) for each in habits() for _ in range(20)]

    assert {origin.channel == Channel.WEB for origin in origins if origin.small_screen is not None} == {True}
    assert {origin.channel for origin in origins} == set(Channel)


def test_carts_are_begun_before_the_order_and_invoices_paid_after_their_issue():
    rng = random.Random(1)

    assert all(each.started_at(AT, rng) < AT for each in habits())
    assert all(each.paid_on(issued_on=AS_OF, due_on=AS_OF, rng=rng) >= AS_OF for each in habits())


def test_every_product_leaves_a_margin_at_its_lowest_volume_price():
    wrong = [
        product.sku
        for product in plan_catalogue(seed=1, as_of=AS_OF)
        if product.cost >= min([product.price, *(price for _from, price in product.volume_prices)])
    ]

    assert wrong == []
