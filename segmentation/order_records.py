"""What a host remembers of an order beyond its lines: from it follows how companies order, pay and decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, Protocol, runtime_checkable


class OrderRecordError(ValueError):
    """What an order record holds is not what its field is for."""


class OrderRecord(NamedTuple):
    """One order that counts, so not a cancelled one; None is what the host does not know of it.

    Amounts are in whole units of the shop's currency, net of tax and of what was sent back. Moments are aware.
    """

    customer_key: str
    placed_at: datetime
    value: Decimal | None = None
    cost: Decimal | None = None
    """What the goods cost the shop."""
    discounted_value: Decimal | None = None
    """The part of the value that was sold below the list price; 0 where none was."""
    channel: str | None = None
    """How it came in: a key of the choices of the dimension `ordering_channel`."""
    small_screen: bool | None = None
    """Whether it was placed on a phone or a tablet; None as well for one that was not placed in the shop."""
    quoted: bool | None = None
    """Whether it followed a quote."""
    first_look_at: datetime | None = None
    """The first look at a product of it, or the first line in the basket."""
    due_on: date | None = None
    """The day by which its invoice has to be paid; None without an invoice."""
    paid_on: date | None = None
    """None while the invoice is not paid."""
    fixed_date: bool | None = None
    """Whether it named a day of delivery; None where the host does not keep that."""
    wished_delivery: date | None = None
    """The day it named."""
    placed_by: str | None = None
    """Who placed it: any text that stays the same for a person."""


@runtime_checkable
class KnowsOrderRecords(Protocol):
    """A directory may know this besides; asked every night, and after orders, for some thousand customers at a time."""

    def order_records(self, customer_keys: Sequence[str], *, since: date, until: date) -> Iterable[OrderRecord]:
        """The orders of these customers placed from `since` to `until`, days of the shop, both included; in any order.

        In one or few queries, however many customers.
        """
        ...
