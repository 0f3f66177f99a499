from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from shop.catalogue.models import Product
from shop.catalogue.quantities import most_sold_within, quantity_problem
from shop.orders.selectors import ReorderLine, ReorderState
from shop.storefront.pages.cart.forms import read_number


@dataclass(frozen=True, slots=True)
class ReorderRow:
    """A line of the check step: what would be ordered, whether it is ticked, and how many are wanted.

    The key holds the product, so that what was sent counts only for what the buyer saw.
    """

    line: ReorderLine
    product: Product | None
    key: str
    is_taken: bool
    entered: str
    problem: str = ""

    @property
    def quantity(self) -> int | None:
        """The quantity wanted; None where it is no whole number above 0."""
        return read_number(self.entered) or None

    @property
    def price_changed(self) -> bool:
        return self.line.price is not None and self.line.price != self.line.old_price


def rows_to_check(lines: Iterable[ReorderLine]) -> list[ReorderRow]:
    """The rows as first shown: everything that can be had is ticked, at most as much as there is.

    A replacement is another product, so taking it is left to the buyer.
    """
    rows = []
    for position, line in enumerate(lines, start=1):
        product = None if line.state == ReorderState.GONE else (line.replacement or line.product)
        quantity = line.quantity
        if product and quantity > line.available:
            quantity = most_sold_within(product, line.available)
        rows.append(
            ReorderRow(
                line=line,
                product=product,
                key=f"{position}-{product.pk if product else 0}",
                is_taken=product is not None and quantity > 0 and line.state != ReorderState.REPLACED,
                entered=str(quantity or line.quantity),
            )
        )
    return rows


def rows_as_entered(rows: Iterable[ReorderRow], data: QueryDict, *, in_cart: Mapping[int, int]) -> list[ReorderRow]:
    """The rows with what the buyer ticked and typed, and what is wrong with it.

    What is in the cart already, and other rows of the same product, count towards quantities and stock.
    """
    ticked = set(data.getlist("take"))
    read = [
        replace(
            row,
            is_taken=row.product is not None and row.key in ticked,
            entered=data.get(f"quantity_{row.key}", row.entered).strip(),
        )
        for row in rows
    ]
    total = Counter(dict(in_cart))
    for row in read:
        if row.is_taken and row.product:
            total[row.product.pk] += row.quantity or 0
    return [replace(row, problem=_problem(row, total, in_cart=in_cart)) for row in read]


def quantities_of(rows: Iterable[ReorderRow]) -> Counter[int]:
    """How many of each product the ticked rows come to."""
    wanted: Counter[int] = Counter()
    for row in rows:
        if row.is_taken and row.product:
            wanted[row.product.pk] += row.quantity or 0
    return wanted


def _problem(row: ReorderRow, total: Mapping[int, int], *, in_cart: Mapping[int, int]) -> str:
    if not row.is_taken or row.product is None:
        return ""
    if row.quantity is None:
        return _("Enter a whole number of 1 or more.")
    problem = quantity_problem(row.product, total[row.product.pk])
    if problem:
        return problem.message
    if total[row.product.pk] <= row.line.available:
        return ""
    facts = {"available": row.line.available, "there": in_cart.get(row.product.pk, 0)}
    if facts["there"]:
        return _("Only %(available)d in stock, and %(there)d are in your cart already.") % facts
    return _("Only %(available)d in stock.") % facts
