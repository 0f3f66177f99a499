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
from shop.demo.habits import CompanyHabits, plan_habits
from shop.demo.histories.fates import returned_lines, steps_of
from shop.demo.histories.market import PlannedOrder
from shop.demo.planted import Kind
from shop.demo.prices import price_in
from shop.demo.services.load_companies import LoadedCompany
from shop.orders.models import Invoice, Order, OrderEvent, OrderLine, OrderState, ReturnLine
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
    """Write every order with its lines, steps, invoice and returns as they stand now; how many orders."""
    orders: list[Order] = []
    lines: list[list[OrderLine]] = []
    events: list[OrderEvent] = []
    invoices: list[Invoice] = []
    for buyer, history in histories:
        rng = random.Random(f"{seed}/orders/{buyer.planned.number}")
        # Chance of its own, so that how a company pays does not change what it buys.
        habit_rng = random.Random(f"{seed}/origins/{buyer.planned.number}")
        habits = plan_habits(buyer.planned, seed=seed)
        for planned in history:
            order = _order(buyer, planned, rng=rng)
            _tell_origin(order, habits, rng=habit_rng)
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
            invoices += _invoices(order, steps, habits, now=now, rng=habit_rng)
            orders.append(order)
            lines.append(rows)
    Order.objects.bulk_create(orders)
    # The number holds the primary key, so it can only be written now; one statement numbers them all.
    Order.objects.filter(number=None).update(number=_year_and_key("placed_at"))
    OrderLine.objects.bulk_create(line for rows in lines for line in rows)
    OrderEvent.objects.bulk_create(events)
    Invoice.objects.bulk_create(invoices)
    Invoice.objects.filter(number=None).update(number=Concat(Value("I"), _year_and_key("issued_on")))
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


def _tell_origin(order: Order, habits: CompanyHabits, *, rng: random.Random) -> None:
    origin = habits.origin(order.placed_at.date(), rng)
    order.channel, order.small_screen, order.quote_number = origin.channel, origin.small_screen, origin.quote_number
    order.started_at = habits.started_at(order.placed_at, rng)


def _invoices(
    order: Order,
    steps: Sequence[tuple[OrderState, datetime]],
    habits: CompanyHabits,
    *,
    now: datetime,
    rng: random.Random,
) -> Iterator[Invoice]:
    """The invoice of an order that was sent."""
    for state, at in steps:
        if state == OrderState.SHIPPED:
            issued_on = timezone.localdate(at)
            due_on = issued_on + timedelta(days=order.company.payment_days)
            paid_on = habits.paid_on(issued_on=issued_on, due_on=due_on, rng=rng)
            yield Invoice(
                order=order,
                issued_on=issued_on,
                due_on=due_on,
                paid_on=paid_on if paid_on < timezone.localdate(now) else None,
                total=order.total,
            )


def _year_and_key(moment: str) -> Concat:
    return Concat(Cast(ExtractYear(moment), CharField()), Value("-"), LPad(Cast("pk", CharField()), 6, Value("0")))


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
            list_price=book.list_price(sku, year=planned.day.year, today=today),
            unit_cost=price_in(planned.day.year, catalogue[sku].cost, today=today),
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
