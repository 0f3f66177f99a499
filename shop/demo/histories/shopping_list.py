"""What a company always buys, and how it strays from it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shop.demo.catalogue import PlannedProduct
from shop.demo.histories.market import Market, PlannedOrder, about, quantity_for


@dataclass(slots=True)
class UsualItem:
    product: PlannedProduct
    quantity: int
    chance: float
    """How likely it is on an order."""


class ShoppingList:
    """The usual items of one company. Follows products to their successors."""

    def __init__(
        self,
        market: Market,
        rng: random.Random,
        *,
        categories: Sequence[str],
        day: date,
        money: float,
        often: float = 0.6,
    ) -> None:
        self.market, self.rng, self.money, self.often = market, rng, money, often
        self.categories = list(categories)
        self.items = [
            self._usual(product)
            for category in categories
            for product in rng.sample(market.on_sale(category, day), rng.randint(2, 3))
        ]

    def order(self, day: date) -> PlannedOrder:
        """The items that are used up by this day, in about their usual quantities; at least two."""
        order = PlannedOrder(day)
        needed = [item for item in self.items if self.rng.random() < item.chance]
        for item in needed if len(needed) > 1 else self.rng.sample(self.items, 2):
            order.add(self.market.now_called(item.product, day), about(item.quantity, self.rng))
        return order

    def try_another(self, order: PlannedOrder) -> None:
        """Put something else of a category they know on the order."""
        category = self.rng.choice(self.categories)
        known = {item.product.sku for item in self.items}
        product = self.rng.choice(self.market.on_sale(category, order.day, besides=known))
        order.add(product, self._usual(product).quantity)

    def try_new_category(self, order: PlannedOrder, categories: Sequence[str]) -> None:
        """Put something of a category they do not know on the order; from then on they know it."""
        unknown = [category for category in categories if category not in self.categories]
        if unknown:
            category = self.rng.choice(unknown)
            product = self.rng.choice(self.market.on_sale(category, order.day))
            order.add(product, self._usual(product).quantity)
            self.categories.append(category)

    def swap_one(self, day: date) -> None:
        """From now on buy something else instead of one of the items."""
        place = self.rng.randrange(len(self.items))
        category = self.items[place].product.category
        known = {item.product.sku for item in self.items}
        self.items[place] = self._usual(self.rng.choice(self.market.on_sale(category, day, besides=known)))

    def _usual(self, product: PlannedProduct) -> UsualItem:
        money = self.money * self.rng.lognormvariate(0, 0.35)
        chance = min(0.98, self.often * self.rng.uniform(0.7, 1.5))
        return UsualItem(product, quantity_for(product, money), chance)
