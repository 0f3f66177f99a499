from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from shop.cart.lines_text import EnteredLine
from shop.catalogue.quantities import Problem
from shop.orders.selectors import ReorderLine, ReorderState
from shop.rest.cart_lines import entered_line


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A checked line of an old order under its number, by which the caller chooses it."""

    line: int
    check: ReorderLine


def numbered(checks: Iterable[ReorderLine]) -> list[NumberedLine]:
    return [NumberedLine(number, check) for number, check in enumerate(checks, start=1)]


def chosen_lines(checks: Sequence[ReorderLine], chosen: Iterable[Mapping[str, Any]]) -> list[EnteredLine]:
    """The chosen lines as lines for the cart; a replacement only where it was asked for by its own item number."""
    return [_chosen(checks, **choice) for choice in chosen]


def _chosen(checks: Sequence[ReorderLine], *, line: int, sku: str, quantity: int | None = None) -> EnteredLine:
    check = checks[line - 1] if line <= len(checks) else None
    if check is None:
        return _refused(line, sku, Problem("no_such_line", _("The order has no line with this number.")))
    product = check.replacement or check.product
    if check.state == ReorderState.GONE:
        return _refused(line, product.sku, Problem("gone", _("No longer for sale.")))
    if check.replacement and sku.casefold() != product.sku.casefold():
        facts = {"sku": product.sku}
        words = _("Replaced by %(sku)s. Send that item number along to take it.") % facts
        return _refused(line, check.product.sku, Problem("replaced", words))
    if sku and sku.casefold() != product.sku.casefold():
        return _refused(line, sku, Problem("other_item", _("This line of the order is another item.")))
    return entered_line(line, sku=product.sku, quantity=check.quantity if quantity is None else quantity)


def _refused(line: int, sku: str, problem: Problem) -> EnteredLine:
    return replace(entered_line(line, sku=sku, quantity=1), problem=problem)
