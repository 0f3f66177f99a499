"""Lines that are sent become lines of the cart: what can go in goes in, and each other line says why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from shop.cart.lines_text import EnteredLine
from shop.cart.models import Cart
from shop.cart.resolve_lines import ResolvedLine, resolve_lines
from shop.cart.services import add_to_cart
from shop.catalogue.quantities import Problem, number_problem
from shop.pricing.selectors import VolumeIn


@dataclass(frozen=True, slots=True)
class AddedLines:
    """How many of the lines went in, what they are, and those that did not."""

    added: int
    accepted: list[ResolvedLine]
    rejected: list[EnteredLine]


def entered_lines(wanted: Iterable[Mapping[str, Any]]) -> list[EnteredLine]:
    """Lines of item number and quantity, numbered from 1."""
    return [entered_line(number, **line) for number, line in enumerate(wanted, start=1)]


def entered_line(line_no: int, *, sku: str, quantity: int) -> EnteredLine:
    return EnteredLine(line_no=line_no, sku=sku, quantity=quantity, problem=_problem(sku, quantity), raw=sku)


def put_in_cart(entered: Sequence[EnteredLine], *, cart: Cart, volume_in: VolumeIn, only_check: bool) -> AddedLines:
    """Adds what can be ordered to the cart, unless it is only to be checked; the same queries for any number."""
    resolved = resolve_lines(entered, company=cart.company, cart=cart, volume_in=volume_in)
    if not only_check:
        add_to_cart(cart, {line.product.pk: line.quantity for line in resolved.good}, at=timezone.now())
    accepted = sum(len(line.line_nos) for line in resolved.good)
    return AddedLines(added=0 if only_check else accepted, accepted=resolved.good, rejected=resolved.bad)


def _problem(sku: str, quantity: int) -> Problem | None:
    """What is wrong with a line whatever the catalogue says."""
    if not sku:
        return Problem("no_item_number", _("The item number is missing."))
    return number_problem(quantity)
