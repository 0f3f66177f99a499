"""Dimensions: the named, typed axes by which companies can be told apart. Declared in code, filled with data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Kind(StrEnum):
    """What a dimension's values are, and so which questions a rule may ask of it."""

    NUMBER = "number"
    MONEY = "money"
    """An amount in the currency that `Dimension.unit` names; empty for the shop's own. Kept in minor units."""
    DATE = "date"
    CHOICE = "choice"
    """One of `Dimension.choices`, by key."""
    CHOICES = "choices"
    """Any number of them."""
    TEXT = "text"
    YES_NO = "yes_no"


class Family(StrEnum):
    """Where a dimension is listed."""

    BEHAVIOUR = "behaviour"
    TRANSACTIONS = "transactions"
    FIRMOGRAPHIC = "firmographic"
    PLACE = "place"
    NEEDS = "needs"
    DECIDING = "deciding"
    SYSTEMS = "systems"
    DELIVERY = "delivery"
    LIFECYCLE = "lifecycle"
    OWN = "own"
    """What a host adds and places nowhere else."""


class Origin(StrEnum):
    """Where a value comes from."""

    ORDERS = "orders"
    """Worked out from the orders by a run."""
    DERIVED = "derived"
    """Worked out from other values of the company."""
    RECORD = "record"
    """The host's own record of the company, through its directory."""
    IMPORTED = "imported"
    API = "api"
    HAND = "hand"


class Subject(StrEnum):
    """What a question is asked about, where it needs more than the company."""

    COMPANY = "company"
    PRODUCT = "product"
    CATEGORY = "category"
    BRAND = "brand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """How a value follows from other values of the same company, everybody's at once."""

    inputs: Sequence[str]
    """Keys of the dimensions it is worked out from."""
    function: str
    """Dotted path of `function(frame) -> Series`, called in workers only: the frame has a column an input, one row a
    company, and what is not known is NA; so is a value that cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One axis, such as headcount or brand loyalty.

    unit       what a number counts ("days", "%"), or a currency code for money
    unit_of_one  the unit where there is one of it ("day"); empty where that is no other word
    choices    key -> what an admin reads, for CHOICE and CHOICES
    names      dotted path of `function() -> Mapping[str, str]`: the same for a TEXT whose values are rows of data
    method     how it is worked out, in a sentence; empty for what is stated
    column     path from the company's profile to the column it is worked out into; empty: kept among the attributes
    is_code    a text that is matched from its beginning (industry codes), where "62" covers "62.01"
    least      the smallest number or amount there can be, and `most` the largest; None for no such bound
    is_year    a number that is a year of the calendar: "1998", and never "1,998"
    pattern    what the whole of a text has to look like (a regular expression), and `example` one that does
    subject    what has to be named besides in a rule (which product, which category)
    category_column  of what is asked about a category: the column of the company's profile there
    from_order_records  whether it is worked out from what a directory knows of orders (`KnowsOrderRecords`), and else
        stated
    if_yes     of YES_NO: how a sentence says so ("is a key account"), and `if_no` that it is not
    kin        a word that is shared by dimensions which say much the same thing, and follow from each other
    sets_apart  whether a segment is described by it; not by what only places, files or explains another value
    """

    key: str
    label: str | StrPromise
    kind: Kind
    family: Family = Family.OWN
    help: str | StrPromise = ""
    unit: str | StrPromise = ""
    unit_of_one: str | StrPromise = ""
    choices: Mapping[str, str | StrPromise] = field(default_factory=dict)
    names: str = ""
    method: str | StrPromise = ""
    column: str = ""
    is_code: bool = False
    least: float | None = None
    most: float | None = None
    is_year: bool = False
    pattern: str = ""
    example: str = ""
    subject: Subject = Subject.COMPANY
    category_column: str = ""
    if_yes: str | StrPromise = ""
    if_no: str | StrPromise = ""
    kin: str = ""
    sets_apart: bool = True
    derivation: Derivation | None = None
    from_order_records: bool = False

    @property
    def is_attribute(self) -> bool:
        """Whether its values are kept among a company's attributes, so that they can be imported or derived."""
        return not self.column and self.subject is Subject.COMPANY

    @property
    def follows_from_others(self) -> bool:
        """Whether it is worked out from other facts, of the company alone or of all, and so not for others to write."""
        return self.is_attribute and not self.from_order_records and (self.derivation is not None or bool(self.method))

    @property
    def is_share(self) -> bool:
        """Whether it is kept as a part of 1, which people read and write as a percentage."""
        return self.kind is Kind.NUMBER and (self.least, self.most) == (0, 1) and not self.unit


def normalise_code(text: str) -> str:
    """A code as it is kept and compared: without dots and blanks, in capitals, so that "62.01" is "6201"."""
    return "".join(text.split()).replace(".", "").upper()
