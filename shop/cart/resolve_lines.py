"""Entered lines become products of the catalogue, or say what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from shop.cart.lines_text import EnteredLine
from shop.cart.models import Cart
from shop.cart.problems import cart_full, stock_problem
from shop.catalogue.models import Product, Unit
from shop.catalogue.quantities import Problem, quantity_problem
from shop.catalogue.selectors import visible_products
from shop.companies.models import Company
from shop.pricing.money import round_money
from shop.pricing.selectors import LinePrice, VolumeIn, price_lines
from shop.stock.models import StockItem
from shop.stock.selectors import stock_of

MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class ResolvedLine:
    """A product that can go into the cart; lines with the same item number are one, with their sum.

    The unit price is the one of everything there would be in the cart then; the line total is for this quantity.
    """

    product: Product
    quantity: int
    price: LinePrice
    available: int
    line_nos: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ResolvedLines:
    """What can go into the cart, and the lines that cannot, each with its problem, in the order they were entered."""

    good: list[ResolvedLine]
    bad: list[EnteredLine]


def resolve_lines(
    entered: Sequence[EnteredLine], *, company: Company, cart: Cart, volume_in: VolumeIn
) -> ResolvedLines:
    """Finds the products of these lines and checks quantity and stock, counting what is in the cart already.

    Five queries for any number of lines. Nothing is changed.
    """
    bad = [line for line in entered[:MOST_LINES] if line.problem]
    bad += [replace(line, problem=_too_many_lines()) for line in entered[MOST_LINES:]]
    readable = [line for line in entered[:MOST_LINES] if not line.problem]
    exact, folded = _find_products(line.sku for line in readable)
    in_cart = dict(cart.lines.values_list("product_id", "quantity"))

    groups: dict[int, list[EnteredLine]] = {}
    for line in readable:
        product = exact.get(line.sku) or folded.get(line.sku.casefold())
        if product is None:
            bad.append(replace(line, problem=_unknown()))
        elif problem := _unit_problem(product, line.unit):
            bad.append(replace(line, problem=problem))
        else:
            groups.setdefault(product.pk, []).append(line)

    by_pk = {product.pk: product for product in exact.values()}
    after = {pk: sum(line.quantity or 0 for line in lines) + in_cart.get(pk, 0) for pk, lines in groups.items()}
    prices = price_lines(
        after, company=company, volume_in=volume_in, categories={pk: by_pk[pk].category.slug for pk in groups}
    )
    stock = stock_of(groups)
    room = settings.SHOP_MAX_CART_LINES - len(in_cart)
    good: list[ResolvedLine] = []
    for pk, lines in groups.items():
        price = prices.get(pk)
        problem = _problem(by_pk[pk], after[pk], price=price, stock=stock[pk])
        if problem is None and pk not in in_cart:
            room -= 1
            problem = cart_full() if room < 0 else None
        if problem or price is None:
            bad += [replace(line, problem=problem) for line in lines]
        else:
            good.append(_resolved(by_pk[pk], lines, price=price, stock=stock[pk]))
    return ResolvedLines(good=good, bad=sorted(bad, key=lambda line: line.line_no))


def _find_products(skus: Iterable[str]) -> tuple[dict[str, Product], dict[str, Product]]:
    """Products for sale under their item numbers, as written and with the case ignored."""
    wanted = set(skus)
    # Databases differ in what they lower; the spellings beside it cover letters beyond A to Z.
    spellings = {spelling for sku in wanted for spelling in (sku, sku.lower(), sku.upper())}
    found = visible_products().alias(lowered=Lower("sku"))
    found = (found.filter(sku__in=spellings) | found.filter(lowered__in=spellings)).order_by("-pk")
    products = list(found)
    return {product.sku: product for product in products}, {product.sku.casefold(): product for product in products}


def _unit_problem(product: Product, unit: str) -> Problem | None:
    """A unit that is known and not the product's own; other words in the third column are nobody's business."""
    names = {spelling.casefold(): code for code, label in Unit.choices for spelling in (code, str(label))}
    if names.get(unit.casefold(), product.unit) == product.unit:
        return None
    return Problem("other_unit", _("Sold by the %(unit)s.") % {"unit": product.get_unit_display()})


def _problem(product: Product, quantity: int, *, price: LinePrice | None, stock: StockItem) -> Problem | None:
    if price is None:
        return _unknown()
    return quantity_problem(product, quantity) or stock_problem(stock, quantity)


def _resolved(product: Product, lines: list[EnteredLine], *, price: LinePrice, stock: StockItem) -> ResolvedLine:
    quantity = sum(line.quantity or 0 for line in lines)
    return ResolvedLine(
        product=product,
        quantity=quantity,
        price=replace(price, quantity=quantity, line_total=round_money(price.unit_price * quantity)),
        available=stock.available,
        line_nos=tuple(line.line_no for line in lines),
    )


def _unknown() -> Problem:
    """The same words for what does not exist and what is not for this company."""
    return Problem("unknown", _("We have no item with this number."))


def _too_many_lines() -> Problem:
    return Problem(
        "too_many_lines", _("At most %(most)d lines at a time; send this one separately.") % {"most": MOST_LINES}
    )
