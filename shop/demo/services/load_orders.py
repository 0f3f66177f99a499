from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, ExtractYear, LPad
from django.utils import timezone

from shop.catalogue.models import Product
from shop.companies.models import ADDRESS_FIELDS
from shop.demo.agreements import PriceBook
from shop.demo.catalogue import PlannedProduct
from shop.demo.histories.fates import returned_lines, steps_of
from shop.demo.histories.market import PlannedOrder
from shop.demo.planted import Kind
from shop.demo.services.load_companies import LoadedCompany
from shop.orders.models import Order, OrderEvent, OrderLine, ReturnLine
from shop.pricing.money import round_money
from shop.pricing.totals import order_totals

_VOLUME_PRICES = (Kind.PROJECT, Kind.ALL_THREE)
"""Kinds of companies that the shop shows volume prices to."""


def load_orders(
    histories: Sequence[tuple[LoadedCompany, Sequence[PlannedOrder]]],
    *,
    catalogue: Mapping[str, PlannedProduct],
    products: Mapping[str, Product],
    book: PriceBook,
    seed: int,
    now: datetime,
) -> int:
    """Write every order with its lines, steps and returns as they stand now; how many orders."""
    orders: list[Order] = []
    lines: list[list[OrderLine]] = []
    events: list[OrderEvent] = []
    for buyer, history in histories:
        rng = random.Random(f"{seed}/orders/{buyer.planned.number}")
        for planned in history:
            order = _order(buyer, planned, rng=rng)
            rows = list(
                _lines(order, buyer, planned, catalogue=catalogue, products=products, book=book, today=now.year)
            )
            totals = order_totals(sum((line.line_total for line in rows), Decimal("0.00")))
            order.net_total, order.freight, order.vat, order.total = (
                totals.net,
                totals.freight,
                totals.vat,
                totals.total,
            )
            steps = steps_of(order.placed_at, now=now, rng=rng)
            order.state = steps[-1][0]
            events += [OrderEvent(order=order, state=state, at=at, by=order.placed_by) for state, at in steps]
            orders.append(order)
            lines.append(rows)
    Order.objects.bulk_create(orders)
    # The number holds the primary key, so it can only be written now; one statement numbers them all.
    Order.objects.filter(number=None).update(
        number=Concat(
            Cast(ExtractYear("placed_at"), CharField()),
            Value("-"),
            LPad(Cast("pk", CharField()), 6, Value("0")),
        )
    )
    OrderLine.objects.bulk_create(line for rows in lines for line in rows)
    OrderEvent.objects.bulk_create(events)
    ReturnLine.objects.bulk_create(_returns(orders, lines, seed=seed, now=now))
    return len(orders)


def _order(buyer: LoadedCompany, planned: PlannedOrder, *, rng: random.Random) -> Order:
    placed_at = timezone.make_aware(
        datetime.combine(planned.day, time(7, 30)) + timedelta(minutes=rng.randrange(9 * 60))
    )
    address = buyer.addresses[0] if rng.random() < 0.8 else rng.choice(buyer.addresses)
    wished = planned.day + timedelta(days=rng.randint(5, 14)) if rng.random() < 0.12 else None
    return Order(
        company=buyer.company,
        placed_by=rng.choice(buyer.buyers),
        placed_at=placed_at,
        po_number=f"PO-{rng.randint(10_000, 99_999)}" if buyer.planned.uses_po_numbers else "",
        wished_delivery=wished,
        currency=settings.SHOP_CURRENCY,
        **{name: getattr(address, name) for name in ADDRESS_FIELDS},
    )


def _lines(
    order: Order,
    buyer: LoadedCompany,
    planned: PlannedOrder,
    *,
    catalogue: Mapping[str, PlannedProduct],
    products: Mapping[str, Product],
    book: PriceBook,
    today: int,
) -> Iterator[OrderLine]:
    for position, (sku, quantity) in enumerate(planned.lines.items(), start=1):
        price = book.unit_price(
            buyer.planned,
            sku,
            quantity,
            year=planned.day.year,
            today=today,
            volume=buyer.planned.kind in _VOLUME_PRICES,
        )
        yield OrderLine(
            order=order,
            position=position,
            product=products[sku],
            sku=sku,
            name=catalogue[sku].name,
            category_key=catalogue[sku].category,
            quantity=quantity,
            unit_price=price,
            line_total=round_money(price * quantity),
        )


def _returns(
    orders: Sequence[Order], lines: Sequence[Sequence[OrderLine]], *, seed: int, now: datetime
) -> Iterator[ReturnLine]:
    rng = random.Random(f"{seed}/returns")
    for order, rows in zip(orders, lines, strict=True):
        for line, quantity, reason, at in returned_lines(order, rows, now=now, rng=rng):
            yield ReturnLine(
                order_line=line,
                quantity=quantity,
                credit=round_money(line.unit_price * quantity),
                reason=reason,
                returned_at=at,
                recorded_by=None,
            )
