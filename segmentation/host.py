"""What the host plugged in: its orders, its customers, and how a request becomes a customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, cast

from django.http import HttpRequest

from segmentation import conf
from segmentation.company_facts import KnowsAttributes
from segmentation.contracts import CustomerDirectory, KnowsCustomerSince, KnowsWallet, OrderSource
from segmentation.curated import CuratedRelation, KnowsRelations, KnowsUnits
from segmentation.items import ItemFacts, KnowsItems
from segmentation.order_facts import KnowsOrders, OrderFact
from segmentation.order_records import KnowsOrderRecords
from segmentation.people import KnowsPeople, Person
from segmentation.places import KnowsPlaces, Place


class Past(TypedDict):
    """What `classify` is told about the time before the first order it sees."""

    customer_since: Mapping[str, date] | None
    history_from: date | None


def open_order_source() -> OrderSource:
    """The host's orders, as SEGMENTATION["ORDER_SOURCE"] opens them."""
    return cast("OrderSource", conf.load("ORDER_SOURCE")())


def open_directory() -> CustomerDirectory:
    """The host's customers, as SEGMENTATION["CUSTOMER_DIRECTORY"] opens them."""
    return cast("CustomerDirectory", conf.load("CUSTOMER_DIRECTORY")())


def history_from() -> date | None:
    """The first day on which the orders are complete; None where they go back far enough."""
    wanted: date | str | None = conf.get("HISTORY_FROM")
    return date.fromisoformat(wanted) if isinstance(wanted, str) else wanted


def customer_since(customer_keys: Sequence[str]) -> Mapping[str, date]:
    """Since when these are customers, where the directory knows; one look-up for all."""
    directory = open_directory()
    return directory.customer_since(customer_keys) if isinstance(directory, KnowsCustomerSince) else {}


def past_of(customer_keys: Sequence[str]) -> Past:
    """What is to be known of these customers beside their orders; nothing is looked up without HISTORY_FROM."""
    first_day = history_from()
    if first_day is None:
        return Past(customer_since=None, history_from=None)
    return Past(customer_since=customer_since(customer_keys), history_from=first_day)


def yearly_spend(customer_keys: Sequence[str]) -> Mapping[str, Decimal] | None:
    """What these spend a year in all, one look-up for all; None where the directory never knows."""
    directory = open_directory()
    return directory.yearly_spend(customer_keys) if isinstance(directory, KnowsWallet) else None


def amount_of(minor: int) -> Decimal:
    """An amount of minor units in the shop's currency, exactly."""
    return Decimal(minor).scaleb(-conf.get("MINOR_DIGITS"))


def places_of(customer_keys: Sequence[str]) -> Mapping[str, Place]:
    """Where these customers are, where the directory knows; one look-up for all."""
    directory = open_directory()
    return directory.places(customer_keys) if isinstance(directory, KnowsPlaces) and customer_keys else {}


def record_of(customer_keys: Sequence[str]) -> Mapping[str, Mapping[str, Any]] | None:
    """What the host's own record says of these, one look-up for all; None where the directory keeps none."""
    directory = open_directory()
    return directory.attributes(customer_keys) if isinstance(directory, KnowsAttributes) else None


def order_record_keeper() -> KnowsOrderRecords | None:
    """The directory, where it knows more of orders than their lines."""
    directory = open_directory()
    return directory if isinstance(directory, KnowsOrderRecords) else None


def recent_orders(customer_key: str, *, limit: int) -> Sequence[OrderFact] | None:
    """The latest orders of a customer, the last first; None where the directory never knows."""
    directory = open_directory()
    return directory.recent_orders(customer_key, limit=limit) if isinstance(directory, KnowsOrders) else None


def people_of(customer_key: str) -> Sequence[Person]:
    """Who acts for a customer, where the directory knows."""
    directory = open_directory()
    return directory.people(customer_key) if isinstance(directory, KnowsPeople) and customer_key else []


def person_may(user: Any, permission: str, *, customer_key: str) -> bool:
    """Whether a person holds a permission when they act for a customer: as the directory knows, else as Django does."""
    directory = open_directory()
    if isinstance(directory, KnowsPeople):
        return directory.may(user, permission, customer_key=customer_key)
    return bool(user.has_perm(permission))


def curated_relations() -> list[CuratedRelation]:
    """The relations of items that the shop's own people set."""
    directory = open_directory()
    return list(directory.relations()) if isinstance(directory, KnowsRelations) else []


def units_of(skus: Sequence[str]) -> Mapping[str, str]:
    """What these items are sold by, where the directory knows."""
    directory = open_directory()
    return directory.units(skus) if isinstance(directory, KnowsUnits) and skus else {}


def items_of(skus: Sequence[str]) -> Mapping[str, ItemFacts]:
    """What the directory knows of these items; one look-up for all."""
    directory = open_directory()
    return directory.items(skus) if isinstance(directory, KnowsItems) and skus else {}


def customer_key_of(request: HttpRequest) -> str:
    """The customer a request comes from; empty for a visitor without a company."""
    return str(conf.load("CUSTOMER_KEY")(request) or "")
