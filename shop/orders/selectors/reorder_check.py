from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shop.catalogue.models import Product
from shop.catalogue.quantities import nearest_quantity
from shop.catalogue.selectors import visible_products
from shop.companies.models import Company
from shop.orders.models import Order, OrderLine
from shop.pricing.selectors import LinePrice, VolumeIn, price_lines
from shop.stock.selectors import available_of


class ReorderState(StrEnum):
    OK = "ok"
    PRICE_CHANGED = "price_changed"
    LESS_STOCK = "less_stock"
    REPLACED = "replaced"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ReorderLine:
    """A line of an old order as it would be ordered now.

    Where the product was replaced, price, quantity and stock are the replacement's. `price` is None for what is gone.
    """

    product: Product
    old_price: Decimal
    price: Decimal | None
    quantity: int
    available: int
    state: ReorderState
    replacement: Product | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What would be ordered for an old line now; nothing where the product is gone without a successor."""

    line: OrderLine
    product: Product | None
    quantity: int


def reorder_check(order: Order, *, company: Company, volume_in: VolumeIn) -> list[ReorderLine]:
    """Every line of the order against the prices, the stock and the range of now.

    Six queries for any number of lines, two of them only where something was replaced. The company must be the
    order's own.
    """
    if order.company_id != company.pk:
        raise ValueError("An order is checked for the company that placed it.")
    candidates = _candidates(order)
    wanted: Counter[int] = Counter()
    categories: dict[int, str] = {}
    for candidate in candidates:
        if candidate.product:
            wanted[candidate.product.pk] += candidate.quantity
            categories[candidate.product.pk] = candidate.product.category.slug
    prices = price_lines(wanted, company=company, volume_in=volume_in, categories=categories)
    available = available_of(wanted)
    return [_check(candidate, prices=prices, available=available, wanted=wanted) for candidate in candidates]


def _candidates(order: Order) -> list[_Candidate]:
    lines = list(
        order.lines.select_related(
            "product__brand", "product__category", "product__successor__successor__successor"
        ).prefetch_related("product__pictures")
    )
    successors = {line.product_id: _successor_id(line.product) for line in lines if not line.product.is_active}
    replacements = visible_products().in_bulk({pk for pk in successors.values() if pk is not None})
    candidates = []
    for line in lines:
        if line.product.is_active:
            candidates.append(_Candidate(line, line.product, line.quantity))
        elif replacement := replacements.get(successors[line.product_id] or 0):
            candidates.append(_Candidate(line, replacement, nearest_quantity(replacement, line.quantity)))
        else:
            candidates.append(_Candidate(line, None, line.quantity))
    return candidates


def _successor_id(product: Product) -> int | None:
    """What replaced a product: the first for sale of up to three steps, which is as far as was fetched along."""
    successor = product.successor
    for _step in range(2):
        if successor is None or successor.is_active:
            break
        successor = successor.successor
    return successor.pk if successor is not None and successor.is_active else None


def _check(
    candidate: _Candidate,
    *,
    prices: Mapping[int, LinePrice],
    available: Mapping[int, int],
    wanted: Mapping[int, int],
) -> ReorderLine:
    line, product = candidate.line, candidate.product
    price = prices.get(product.pk) if product else None
    if product is None or price is None:
        return ReorderLine(line.product, line.unit_price, None, candidate.quantity, 0, ReorderState.GONE, None)
    there = available[product.pk]
    replaced = product.pk != line.product_id
    if replaced:
        state = ReorderState.REPLACED
    elif there < wanted[product.pk]:
        state = ReorderState.LESS_STOCK
    else:
        state = ReorderState.OK if price.unit_price == line.unit_price else ReorderState.PRICE_CHANGED
    return ReorderLine(
        product=line.product,
        old_price=line.unit_price,
        price=price.unit_price,
        quantity=candidate.quantity,
        available=there,
        state=state,
        replacement=product if replaced else None,
    )
