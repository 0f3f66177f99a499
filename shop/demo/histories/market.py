"""What could be bought on a day, seen from a company that has bought before."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from shop.demo.catalogue import PlannedProduct

CONSUMABLES = (
    "coffee", "tea-and-cocoa", "milk-and-sugar", "cups-and-glasses", "drinks", "snacks-and-fruit", "toilet-paper",
    "paper-towels", "soap-and-skin-care", "cleaning-agents", "bags-and-bins", "printer-paper", "envelopes", "toner",
    "ink", "labels", "notebooks", "pens", "markers", "binders",
)  # fmt: skip
FITTING_OUT = (
    "office-chairs", "meeting-chairs", "desks", "sit-stand-desks", "cabinets", "shelves", "lamps-and-bulbs", "boards",
)  # fmt: skip
EQUIPMENT = (
    "laptops", "desktop-computers", "screens", "printers", "phones-and-network", "headsets-and-webcams",
    "keyboards-and-mice", "cables-and-power",
)  # fmt: skip


@dataclass(slots=True)
class PlannedOrder:
    """One order before it is in the database: how many of which product."""

    day: date
    lines: dict[str, int] = field(default_factory=dict)

    def add(self, product: PlannedProduct, quantity: float) -> None:
        """Put so many on the order, or as near as it is sold in; a product already on it stays as it is."""
        self.lines.setdefault(product.sku, product.whole(quantity))


class Market:
    """All products, by category and by item number."""

    def __init__(self, products: Sequence[PlannedProduct]) -> None:
        self.by_sku = {product.sku: product for product in products}
        self.by_category: dict[str, list[PlannedProduct]] = {}
        for product in products:
            self.by_category.setdefault(product.category, []).append(product)

    def on_sale(self, category: str, day: date, *, besides: Iterable[str] = ()) -> list[PlannedProduct]:
        """What is sold of a category on a day, without these item numbers; everything where nothing else is left."""
        sold = [product for product in self.by_category[category] if product.on_sale(day)]
        skipped = set(besides)
        return [product for product in sold if product.sku not in skipped] or sold

    def now_called(self, product: PlannedProduct, day: date) -> PlannedProduct:
        """The product itself, or what replaced it by that day."""
        while product.discontinued_on and product.discontinued_on <= day and product.successor:
            product = self.by_sku[product.successor]
        return product


def quantity_for(product: PlannedProduct, money: float) -> int:
    """How many come to about this much money."""
    return product.whole(money / float(product.price))


def about(quantity: int, rng: random.Random, *, spread: float = 0.32) -> float:
    """A little more or less than usual."""
    return quantity * rng.lognormvariate(0, spread)
