"""The vocabulary: what goes into the plugin, what comes out, and what a host provides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from segmentation.parameter import Parameter, ParameterValue

if TYPE_CHECKING:
    import pandas as pd
    from django.utils.functional import _StrPromise as StrPromise

ORDER_COLUMNS: Mapping[str, str] = {
    "customer_key": "category",
    "day": "int32",
    "sku": "category",
    "category": "category",
    "quantity": "int64",
    "value": "int64",
}
"""The canonical frame, one row per order line: column -> pandas dtype.

Texts are categorical: each is held once, and a line holds its number. Whatever takes a frame also takes plain texts.

day       days since 1970-01-01 in the shop's own time zone
quantity  thousandths of the base unit; negative for a return
value     net line value in the currency's minor unit (cents, øre); negative for a return
category  "" where the source knows none
"""

TERMS = "terms"
"""A column that a frame may have besides: on which terms a line was bought (int8, `Terms`)."""


class Terms(IntEnum):
    """What is known of how an order line came about, beyond what was bought."""

    UNKNOWN = 0
    NEGOTIATED = 1
    """After a quote or a negotiation, so it was decided anew, however often the item was bought before."""
    STANDING = 2
    """By a subscription or a standing order, so nothing was decided."""


class Buyclass(StrEnum):
    """How a company buys (Robinson, Faris & Wind, 1967)."""

    ROUTINE = "routine"
    MAJOR = "major"
    NEW = "new"


class Activity(StrEnum):
    """Where a company stands in its own rhythm of ordering."""

    PROSPECT = "prospect"
    ACTIVE = "active"
    DUE = "due"
    OVERDUE = "overdue"
    AT_RISK = "at_risk"
    LAPSED = "lapsed"


class Regularity(StrEnum):
    """How evenly a company's orders are spread; a badge beside the class."""

    UNKNOWN = ""
    REGULAR = "regular"
    FAIRLY_REGULAR = "fairly_regular"
    IRREGULAR = "irregular"


class Lifecycle(StrEnum):
    """How far a company has come as a customer."""

    PROSPECT = "prospect"
    FIRST_ORDER = "first_order"
    GROWING = "growing"
    STABLE = "stable"
    DECLINING = "declining"
    LAPSED = "lapsed"


MIXED = "mixed"
"""Key of the fourth built-in segment: no share above one half."""

BUILTIN_SEGMENTS: tuple[str, ...] = (MIXED, Buyclass.ROUTINE, Buyclass.MAJOR, Buyclass.NEW)


class OrderSourceError(Exception):
    """What an order source raises when orders cannot be read; its text is for the person who has to mend them."""

    customers: Sequence[str] = ()
    """Whose orders it is about, each once; empty where that is not known, and then nobody's were read."""


@dataclass(frozen=True, slots=True)
class CustomerRange:
    """The customers whose keys are at least `first` and below `end`, by Unicode code points as Python sorts text."""

    first: str = ""
    end: str | None = None
    """None: whoever comes after `first`."""

    def __contains__(self, key: str) -> bool:
        return self.first <= key and (self.end is None or key < self.end)


class OrderSource(Protocol):
    """Where order lines come from. Every frame it gives has exactly `ORDER_COLUMNS`."""

    def customer_keys(self) -> Sequence[str]:
        """Every customer named on a line, each once, in a stable order; also where none of the lines counts."""
        ...

    def read(self, customer_keys: Sequence[str] | None = None) -> pd.DataFrame:
        """All lines of these customers (of everybody for None) as a canonical frame."""
        ...

    def shards(self, size: int) -> Iterator[tuple[Sequence[str], pd.DataFrame]]:
        """Every customer once, `size` customers at a time, with their canonical frame."""
        ...


@runtime_checkable
class CountsLines(Protocol):
    """A source may tell besides how much it holds, so that the parts of a run come out about equally large."""

    def line_counts(self) -> pd.Series:
        """Lines (int64) of each of `customer_keys()`, sorted by key; lines that will be dropped may be counted."""
        ...


@runtime_checkable
class ReadsRanges(Protocol):
    """A source may read neighbours by key at once, which can be far quicker than naming each of them."""

    def read_range(self, customers: CustomerRange, *, without: Collection[str] = ()) -> pd.DataFrame:
        """All lines of these customers, but for those to leave out, as a canonical frame."""
        ...


@runtime_checkable
class TakesFingerprints(Protocol):
    """A source may tell cheaply whether a customer's lines are what they were, without giving them out."""

    def fingerprints(self, customers: CustomerRange | Sequence[str]) -> pd.Series:
        """Customer -> text, sorted by key; those without a line are left out.

        Two texts of one customer are equal if, and but for a chance of about 2**-64 only if, `read` gives the same
        lines in some order. Whatever changes how lines are read (time zone, rules, columns) changes every text.
        """
        ...


@runtime_checkable
class KnowsSuccessors(Protocol):
    """A host's directory may know which items took the place of others."""

    def successors(self) -> Mapping[str, str]:
        """Old item number -> the one that replaced it; chains are followed."""
        ...


@runtime_checkable
class KnowsMergers(Protocol):
    """A host's directory may know which customers have become one."""

    def merged_customers(self) -> Mapping[str, str]:
        """Old key -> the key that goes on; chains are followed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLabel:
    """What an admin reads instead of the opaque key."""

    key: str
    name: str
    url: str = ""


class CustomerDirectory(Protocol):
    """Who the customers are. The plugin itself knows a customer only by its key."""

    def customer_keys(self) -> Iterable[str]:
        """Every customer, also those that never ordered."""
        ...

    def labels(self, customer_keys: Sequence[str]) -> Mapping[str, CustomerLabel]:
        """Names for these keys, in one query; unknown keys are left out."""
        ...

    def search(self, text: str, *, limit: int = 20) -> Sequence[CustomerLabel]:
        """Customers whose name or number matches what an admin typed."""
        ...

    def category_labels(self, categories: Sequence[str]) -> Mapping[str, str]:
        """Readable names for category keys of the order lines; unknown ones are left out."""
        ...


@runtime_checkable
class KnowsCustomerSince(Protocol):
    """A directory may know this besides; it is asked only where SEGMENTATION["HISTORY_FROM"] is set."""

    def customer_since(self, customer_keys: Sequence[str]) -> Mapping[str, date]:
        """The day each of these became a customer, in one query; those of whom it is not known are left out."""
        ...


@runtime_checkable
class KnowsWallet(Protocol):
    """A directory may know besides how much there is to win: what a customer spends, here and elsewhere.

    That is what it pays in a year for goods of the kinds the shop sells, to all its suppliers, the shop among them, net
    of taxes. What the shop sells it in twelve months, divided by this, is the shop's share of the wallet.
    """

    def yearly_spend(self, customer_keys: Sequence[str]) -> Mapping[str, Decimal]:
        """Whole units of the shop's currency, in one query; those of whom it is not known are left out."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing a storefront can show or hide. Declared in code by the host, assigned in data.

    serves        buyclasses that have it unless an admin says otherwise; *mixed* counts as all three
    default       for everybody whom no segment decides
    permission    a person needs as well: one of Django's, or what `KnowsPeople.may` knows; empty asks for none
    per_category  may be asked for a category and then answers by the buyclass there, where the admin lets it
    parameters    what can be set besides on and off
    """

    key: str
    label: str | StrPromise
    help: str | StrPromise = ""
    serves: frozenset[Buyclass] = frozenset()
    default: bool = False
    permission: str = ""
    per_category: bool = False
    parameters: tuple[Parameter, ...] = ()


class DecidedBy(StrEnum):
    """The steps of the precedence, strongest first."""

    KILL_SWITCH = "kill_switch"
    COMPANY_OVERRIDE = "company_override"
    USER_PERMISSION = "user_permission"
    SEGMENT = "segment"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is as it is: a stable code and the facts; put into words at the edge."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


HELD_OUT = "held_out"
"""Code of the reason of a company that goes without, so that the effect of a feature can be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureAnswer:
    """Whether a feature is on for somebody, with which parameters, and which step of the precedence said so."""

    feature: str
    enabled: bool
    decided_by: DecidedBy
    reason: Reason
    category: str = ""
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    version: int = 0
    """Of the published switches; goes up with every change of them."""

    @property
    def variant(self) -> str:
        """`on`, `off` or `held_out`."""
        return HELD_OUT if self.reason.code == HELD_OUT else "on" if self.enabled else "off"


PermissionTest = Callable[[str], bool]
"""Whether the person asking holds a Django permission, by its name."""
