"""The range of the demo company, worked out from its tables: names, prices, stock, and what came and went."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from shop.demo.costs import cost_of
from shop.demo.pictures.tones import COLOURS
from shop.demo.prices import printed_price, reduced_price
from shop.demo.spelling import web_name
from shop.demo.tables.departments import DEPARTMENTS
from shop.demo.tables.goods import ATTRIBUTES, Department, Leaf, Range, Value

_NO_STOCK = 0.035
_NEW = 0.08
_RECENT = 0.17
_REPLACED_EVERY = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedProduct:
    """A product before it is in the database."""

    sku: str
    name: str
    slug: str
    description: str
    category: str
    brand: str
    drawing: str
    wall: str
    shade: str
    unit: str
    pack_size: int
    minimum: int
    step: int
    price: Decimal
    cost: Decimal
    volume_prices: tuple[tuple[int, Decimal], ...]
    attributes: Mapping[str, Value]
    available: int
    restock_on: date | None
    launched_on: date
    discontinued_on: date | None = None
    successor: str | None = None

    def on_sale(self, day: date) -> bool:
        return self.launched_on <= day and (self.discontinued_on is None or day < self.discontinued_on)

    def whole(self, quantity: float) -> int:
        """The nearest quantity it is sold in."""
        return max(self.minimum, round(quantity / self.step) * self.step)


def plan_catalogue(*, seed: int, as_of: date) -> list[PlannedProduct]:
    """Every product, in the order of the tables. The same seed and day give the same products."""
    rng = random.Random(f"{seed}/catalogue")
    products: list[PlannedProduct] = []
    for department in DEPARTMENTS:
        for leaf in department.leaves:
            number = 100
            for series in leaf.ranges:
                for position, (chosen, factor) in enumerate(series.variants()):
                    number += rng.randrange(1, 9)
                    products.append(
                        _plan_product(
                            department,
                            leaf,
                            series,
                            chosen,
                            factor,
                            sku=f"{leaf.code}-{number}",
                            position=position,
                            rng=rng,
                            seed=seed,
                            as_of=as_of,
                        )
                    )
    return _replace_some(products, rng=rng, as_of=as_of)


def _plan_product(
    department: Department,
    leaf: Leaf,
    series: Range,
    chosen: dict[str, Value],
    factor: float,
    *,
    sku: str,
    position: int,
    rng: random.Random,
    seed: int,
    as_of: date,
) -> PlannedProduct:
    attributes = {**series.facts, **chosen}
    name = f"{series.brand} {series.name.format(**attributes)}"
    price = printed_price(series.price * factor)
    colour = str(chosen.get("colour", ""))
    breaks = [
        (start, reduced_price(price, percent))
        for start, percent in series.breaks
        if start > series.minimum and start % series.step == 0
    ]
    in_stock = rng.random() >= _NO_STOCK
    return PlannedProduct(
        sku=sku,
        name=name,
        slug=web_name(f"{name} {sku}"),
        description=f"{series.text} {leaf.text}",
        category=leaf.key,
        brand=series.brand,
        drawing=series.drawing,
        wall=department.wall,
        shade=colour if colour in COLOURS else series.shades[position % len(series.shades)],
        unit=series.unit,
        pack_size=series.pack,
        minimum=series.minimum,
        step=series.step,
        price=price,
        cost=cost_of(price, department=department.key, rng=random.Random(f"{seed}/cost/{sku}")),
        volume_prices=tuple(breaks),
        attributes={key: value for key, value in attributes.items() if key in ATTRIBUTES},
        available=rng.randint(*department.stock) if in_stock else 0,
        restock_on=None if in_stock else as_of + timedelta(days=rng.randint(4, 28)),
        launched_on=_launch_day(rng, as_of),
    )


def _launch_day(rng: random.Random, as_of: date) -> date:
    chance = rng.random()
    if chance < _NEW:
        return as_of - timedelta(days=rng.randint(7, 110))
    if chance < _NEW + _RECENT:
        return as_of - timedelta(days=rng.randint(111, 900))
    return as_of - timedelta(days=rng.randint(1000, 2600))


def _replace_some(products: list[PlannedProduct], *, rng: random.Random, as_of: date) -> list[PlannedProduct]:
    """Now and then a product gives way to its neighbour in the same category, which is new from that day on."""
    changed = {product.sku: product for product in products}
    for old, new in zip(
        products[_REPLACED_EVERY::_REPLACED_EVERY], products[_REPLACED_EVERY + 1 :: _REPLACED_EVERY], strict=False
    ):
        if old.category != new.category or old.drawing != new.drawing:
            continue
        day = as_of - timedelta(days=rng.randint(40, 420))
        changed[old.sku] = replace(
            old,
            launched_on=min(old.launched_on, as_of - timedelta(days=1200)),
            discontinued_on=day,
            successor=new.sku,
            available=0,
            restock_on=None,
        )
        changed[new.sku] = replace(new, launched_on=day)
    return list(changed.values())
