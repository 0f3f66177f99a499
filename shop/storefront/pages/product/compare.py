"""Products side by side: a column each, a row for every fact, and a mark where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.catalogue.models import Attribute, AttributeValue
from shop.storefront.offers import Offer


@dataclass(frozen=True, slots=True)
class FactRow:
    """One attribute over all columns; None where a product does not have it."""

    attribute: Attribute
    values: list[AttributeValue | None]
    differs: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The product itself first, then its alternatives."""

    offers: list[Offer]
    facts: list[FactRow]
    has_volume_prices: bool
    reasons: list[str]
    """Why each column is here; empty for the product itself."""


def compare_offers(offer: Offer, others: Sequence[Offer], *, reasons: Sequence[str]) -> Comparison:
    """The offers as the columns of a table; facts that all of them share come last. A reason for each of the others."""
    offers = [offer, *others]
    values = [{value.attribute_id: value for value in each.product.attribute_values.all()} for each in offers]
    attributes = {value.attribute_id: value.attribute for column in values for value in column.values()}
    rows = [_fact_row(attribute, [column.get(key) for column in values]) for key, attribute in attributes.items()]
    rows.sort(key=lambda row: (not row.differs, row.attribute.name))
    has_volume_prices = any(len(each.breaks) > 1 for each in offers)
    return Comparison(offers, rows, has_volume_prices, reasons=["", *reasons])


def _fact_row(attribute: Attribute, values: list[AttributeValue | None]) -> FactRow:
    differs = len({(value.text, value.number) if value else None for value in values}) > 1
    return FactRow(attribute, values, differs)
