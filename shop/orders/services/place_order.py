from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop.cart.models import Cart, CartLine
from shop.catalogue.models import Product
from shop.catalogue.quantities import Problem, quantity_problem
from shop.companies.models import ADDRESS_FIELDS, Address, Company, User
from shop.companies.selectors import membership_of
from shop.orders.models import Order, OrderEvent, OrderLine, OrderState
from shop.orders.origin import OrderOrigin
from shop.orders.signals import order_changed
from shop.pricing.money import format_money
from shop.pricing.selectors import LinePrice, VolumeIn, price_lines
from shop.pricing.totals import Totals, order_totals
from shop.stock.services import take_stock

UNKNOWN_ORIGIN = OrderOrigin()


class CannotOrderError(Exception):
    """The cart cannot become an order as it stands; `problems` says why, for the buyer. The cart is as it was."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class _PricedLine:
    product: Product
    quantity: int
    price: LinePrice


def place_order(
    cart: Cart,
    *,
    by: User,
    at: datetime,
    submission: UUID,
    address: Address,
    po_number: str = "",
    wished_delivery: date | None = None,
    note: str = "",
    seen_total: Decimal | None = None,
    origin: OrderOrigin = UNKNOWN_ORIGIN,
    volume_in: VolumeIn,
) -> Order:
    """Turn the cart into an order at the prices and from the stock of now, and empty it; all of it or nothing.

    `seen_total` is what the buyer was shown that it comes to, VAT included; if it comes to something else by now,
    because a price, a switch or the cart changed meanwhile, nothing is ordered, so that nobody pays unseen prices.
    The same submission again returns the order it made the first time. Raises CannotOrderError or OutOfStockError
    (shop.stock), and then the cart still holds everything. Locks the cart first, then stock in the order of products.
    """
    with transaction.atomic():
        cart = Cart.objects.select_for_update(of=("self",)).select_related("company").get(pk=cart.pk)
        earlier = Order.objects.filter(submission=submission).first()
        if earlier is not None:
            return _same_order(earlier, cart=cart, by=by)
        _check_permission(cart, by=by, address=address)
        lines = _read_lines(cart, volume_in=volume_in)
        totals = _totals_as_seen(lines, seen_total=seen_total)
        order = _create_order(
            lines,
            totals=totals,
            company=cart.company,
            placed_by=by,
            placed_at=at,
            submission=submission,
            address=address,
            po_number=po_number,
            wished_delivery=wished_delivery,
            note=note,
            origin=origin,
            started_at=min(cart.started_at, at) if cart.started_at else None,
        )
        take_stock({line.product.pk: line.quantity for line in lines}, reference=order.number or "", at=at)
        CartLine.objects.filter(cart=cart).delete()
        order_changed.send(sender=Order, company_number=cart.company.number)
    return order


def _same_order(earlier: Order, *, cart: Cart, by: User) -> Order:
    if (earlier.company_id, earlier.placed_by_id) != (cart.company_id, by.pk):
        raise CannotOrderError([Problem("stale", _("This page is out of date. Please open the checkout again."))])
    return earlier


def _check_permission(cart: Cart, *, by: User, address: Address) -> None:
    member = membership_of(by, cart.company_id)
    if member is None or cart.user_id != by.pk or not member.may_order:
        raise CannotOrderError([Problem("may_not_order", _("You may look, but not order, for this company."))])
    if not cart.company.is_active:
        raise CannotOrderError(
            [Problem("company_blocked", _("This company cannot order at the moment. Please call us."))]
        )
    if address.company_id != cart.company_id:
        raise CannotOrderError([Problem("address", _("Choose one of the company's addresses."))])


def _read_lines(cart: Cart, *, volume_in: VolumeIn) -> list[_PricedLine]:
    in_cart = list(CartLine.objects.filter(cart=cart).select_related("product__category"))
    if not in_cart:
        raise CannotOrderError([Problem("empty", _("Your cart is empty."))])
    prices = price_lines(
        {line.product_id: line.quantity for line in in_cart},
        company=cart.company,
        volume_in=volume_in,
        categories={line.product_id: line.product.category.slug for line in in_cart},
    )
    lines, problems = [], []
    for line in in_cart:
        price = prices.get(line.product_id)
        if price is None or not line.product.is_active:
            problems.append(Problem("not_for_sale", _("%s is no longer for sale.") % line.product.name))
        elif problem := quantity_problem(line.product, line.quantity):
            problems.append(Problem(problem.code, f"{line.product.name}: {problem.message}"))
        else:
            lines.append(_PricedLine(line.product, line.quantity, price))
    if problems:
        raise CannotOrderError(problems)
    return lines


def _totals_as_seen(lines: list[_PricedLine], *, seen_total: Decimal | None) -> Totals:
    totals = order_totals(sum((line.price.line_total for line in lines), Decimal("0.00")))
    if seen_total is not None and seen_total != totals.total:
        language = get_language() or settings.LANGUAGE_CODE
        facts = {"now": format_money(totals.total, language), "before": format_money(seen_total, language)}
        message = _(
            "Your order now comes to %(now)s instead of %(before)s, as a price or your cart changed meanwhile. "
            "Nothing was ordered. Please look at it again."
        )
        raise CannotOrderError([Problem("total_changed", message % facts)])
    return totals


def _create_order(
    lines: list[_PricedLine],
    *,
    totals: Totals,
    company: Company,
    placed_by: User,
    placed_at: datetime,
    submission: UUID,
    address: Address,
    po_number: str,
    wished_delivery: date | None,
    note: str,
    origin: OrderOrigin,
    started_at: datetime | None,
) -> Order:
    order = Order.objects.create(
        company=company,
        placed_by=placed_by,
        placed_at=placed_at,
        submission=submission,
        po_number=po_number,
        wished_delivery=wished_delivery,
        note=note,
        channel=origin.channel,
        small_screen=origin.small_screen,
        quote_number=origin.quote_number,
        started_at=started_at,
        net_total=totals.net,
        freight=totals.freight,
        vat=totals.vat,
        total=totals.total,
        currency=settings.SHOP_CURRENCY,
        **{name: getattr(address, name) for name in ADDRESS_FIELDS},
    )
    order.number = order_number(order)
    order.save(update_fields=["number"])
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            position=position,
            product=line.product,
            sku=line.product.sku,
            name=line.product.name,
            category_key=line.product.category.slug,
            quantity=line.quantity,
            unit_price=line.price.unit_price,
            line_total=line.price.line_total,
            list_price=line.price.list_price,
            unit_cost=line.product.unit_cost,
        )
        for position, line in enumerate(lines, start=1)
    )
    OrderEvent.objects.create(order=order, state=OrderState.PLACED, at=placed_at, by=placed_by)
    return order


def order_number(order: Order) -> str:
    """The number a buyer knows the order by: the year it was placed in, and a number that is used once."""
    return f"{timezone.localdate(order.placed_at).year}-{order.pk:06d}"
