"""How each kind of company buys over the years."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from shop.demo.catalogue import PlannedProduct
from shop.demo.histories.calendar import rhythm, working_day
from shop.demo.histories.market import CONSUMABLES, EQUIPMENT, FITTING_OUT, Market, PlannedOrder, quantity_for
from shop.demo.histories.shopping_list import ShoppingList
from shop.demo.planted import Kind

HISTORY_DAYS = 913
"""Two and a half years."""

History = Callable[[Market, random.Random, int, date], list[PlannedOrder]]
"""From the market, chance, the size of the company in people and the last day to its orders."""


def buy_steadily(market: Market, rng: random.Random, headcount: int, last: date) -> list[PlannedOrder]:
    """The same consumables every week, fortnight or month; now and then something else."""
    gap = 7 if headcount >= 60 or rng.random() < 0.15 else rng.choice((14, 14, 28, 28, 30))
    first = last - timedelta(days=HISTORY_DAYS - rng.choice((0, 0, 10, 40, 120, 300, 420)) - rng.randrange(gap))
    usual = ShoppingList(
        market, rng, categories=rng.sample(CONSUMABLES, rng.randint(3, 6)), day=first, money=_money(headcount)
    )
    orders: list[PlannedOrder] = []
    for day in rhythm(first, last, gap=gap, rng=rng):
        order = usual.order(day)
        if rng.random() < 0.15:
            usual.try_another(order)
        if rng.random() < 0.03:
            usual.try_new_category(order, CONSUMABLES)
        if rng.random() < 0.04:
            usual.swap_one(day)
        orders.append(order)
    return orders


def buy_in_season(market: Market, rng: random.Random, headcount: int, last: date) -> list[PlannedOrder]:
    """Much the same, every year around the same weeks, and nothing in between."""
    first = last - timedelta(days=HISTORY_DAYS - 20)
    opening = first + timedelta(days=rng.randint(0, 150))
    usual = ShoppingList(
        market,
        rng,
        categories=rng.sample(CONSUMABLES, rng.randint(4, 6)),
        day=opening,
        money=_money(headcount) * 2.5,
        often=0.85,
    )
    orders: list[PlannedOrder] = []
    while opening <= last:
        closing = min(opening + timedelta(days=rng.randint(40, 60)), last)
        for day in rhythm(opening, closing, gap=19, rng=rng):
            order = usual.order(day)
            if rng.random() < 0.15:
                usual.try_another(order)
            orders.append(order)
        opening += timedelta(days=365 + rng.randint(-9, 9))
    return orders


def buy_for_projects(market: Market, rng: random.Random, headcount: int, last: date) -> list[PlannedOrder]:
    """Every few months a large purchase in a trade they know, of other models and in other numbers than last time."""
    trade = rng.sample(rng.choice((FITTING_OUT, EQUIPMENT)), 4)
    known, rest = trade[:2], trade[2:]
    bought: set[str] = set()
    orders: list[PlannedOrder] = []
    gap = rng.choice((75, 100, 130))
    for day in rhythm(last - timedelta(days=HISTORY_DAYS - rng.randint(0, 200)), last, gap=gap, rng=rng, spread=0.3):
        order = PlannedOrder(day)
        if rest and orders and rng.random() < 0.3:
            known.append(rest.pop())
        for category in rng.sample(known, min(len(known), rng.randint(1, 3))):
            for _ in range(rng.choice((1, 1, 2))):
                product = rng.choice(market.on_sale(category, day, besides=bought if rng.random() < 0.85 else ()))
                order.add(product, rng.choice((1, 2, 4, 8, 12, 20)) * (1 if headcount < 60 else 2))
        bought |= order.lines.keys()
        orders.append(order)
    return orders


def buy_curiously(market: Market, rng: random.Random, headcount: int, last: date) -> list[PlannedOrder]:
    """Nearly every order goes into categories never bought before; a small thing is bought again at times."""
    gap = rng.choice((45, 60, 80))
    count = rng.randint(4, 8)
    unknown = list(market.by_category)
    rng.shuffle(unknown)
    again: list[PlannedProduct] = []
    orders: list[PlannedOrder] = []
    for day in rhythm(last - timedelta(days=gap * count + rng.randint(5, 60)), last, gap=gap, rng=rng, spread=0.3):
        order = PlannedOrder(day)
        for category in [unknown.pop() for _ in range(min(len(unknown), rng.randint(2, 4)))]:
            for product in rng.sample(market.on_sale(category, day), rng.choice((1, 1, 2))):
                order.add(product, quantity_for(product, rng.uniform(300, 900) * max(1, headcount / 15)))
        if len(orders) >= 2 and rng.random() < 0.35:
            cheapest = market.now_called(min(again, key=lambda product: product.price), day)
            order.add(cheapest, quantity_for(cheapest, 150))
        again += [market.by_sku[sku] for sku in order.lines]
        orders.append(order)
    return orders


def buy_in_every_way(market: Market, rng: random.Random, headcount: int, last: date) -> list[PlannedOrder]:
    """A reseller: refills the shelf, fits out customers with changing furniture and machines, and tries new lines."""
    first = last - timedelta(days=HISTORY_DAYS - rng.randint(0, 250))
    money = max(_money(headcount), 260.0)
    usual = ShoppingList(market, rng, categories=rng.sample(CONSUMABLES, 3), day=first, money=money, often=0.58)
    trade = rng.sample(FITTING_OUT, 2) + rng.sample(EQUIPMENT, 2)
    unknown = [category for category in market.by_category if category not in {*usual.categories, *trade}]
    rng.shuffle(unknown)
    bought: set[str] = set()
    orders: list[PlannedOrder] = []
    for day in rhythm(first, last, gap=rng.choice((38, 45, 52)), rng=rng, spread=0.2):
        order = usual.order(day)
        target = money * len(usual.items)
        for category in rng.sample(trade, 2):
            product = rng.choice(market.on_sale(category, day, besides=bought))
            order.add(product, quantity_for(product, target * rng.uniform(0.8, 1.2)))
        if unknown and rng.random() < 0.85:
            product = rng.choice(market.on_sale(unknown.pop(), day))
            order.add(product, quantity_for(product, target * rng.uniform(0.7, 1.1)))
        bought |= order.lines.keys()
        orders.append(order)
    return orders


def buy_until_lost(market: Market, rng: random.Random, headcount: int, last: date) -> list[PlannedOrder]:
    """Bought steadily, and stopped more than a year ago."""
    stopped = last - timedelta(days=rng.randint(375, 520))
    return [order for order in buy_steadily(market, rng, headcount, last) if order.day <= stopped]


def buy_once(market: Market, rng: random.Random, headcount: int, last: date) -> list[PlannedOrder]:
    """One order to try the shop."""
    day = working_day(last - timedelta(days=rng.randint(4, 420)))
    money = _money(headcount)
    return [ShoppingList(market, rng, categories=rng.sample(CONSUMABLES, 2), day=day, money=money).order(day)]


def buy_nothing(_market: Market, _rng: random.Random, _headcount: int, _last: date) -> list[PlannedOrder]:
    return []


HISTORIES: dict[Kind, History] = {
    Kind.STEADY: buy_steadily,
    Kind.SEASONAL: buy_in_season,
    Kind.PROJECT: buy_for_projects,
    Kind.EXPLORER: buy_curiously,
    Kind.ALL_THREE: buy_in_every_way,
    Kind.LAPSED: buy_until_lost,
    Kind.ONE_ORDER: buy_once,
    Kind.PROSPECT: buy_nothing,
}


def _money(headcount: int) -> float:
    """What a usual line of a company of this size comes to."""
    return min(90 + headcount * 6.0, 900)
