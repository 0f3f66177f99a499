"""Which dimension a column of a file is meant for, by what stands above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from segmentation.dimension import Dimension
from segmentation.registry import dimensions

CUSTOMER = "customer"
"""In a mapping: the column says whose row it is."""
CUSTOMER_WORDS = frozenset(
    {
        "customer", "customer_key", "customer key", "customer number", "customer no", "customer no.", "customer id",
        "company", "company number", "number", "kundenummer", "kundennummer", "kundenr", "kundenr.", "kundnummer",
    }
)  # fmt: skip
"""Beside the shop's own languages, those in which its customers' other systems often speak."""


class MappingError(ValueError):
    """Why the columns of a file cannot be taken as they were assigned, for the person who did."""


def importable() -> list[Dimension]:
    """The dimensions whose values can be stated, in the order of the registry."""
    return [dimension for dimension in dimensions if dimension.is_attribute]


def guess_mapping(header: Iterable[str]) -> dict[str, str]:
    """Column -> dimension or `customer`, where key or label in any of the shop's languages says so; each once."""
    known = _known_names()
    mapping: dict[str, str] = {}
    for name in header:
        found = known.get(" ".join(name.split()).casefold())
        if found and found not in mapping.values():
            mapping[name] = found
    return mapping


def is_complete(mapping: Mapping[str, str]) -> bool:
    """Whether it says whose rows they are, and something to store."""
    return CUSTOMER in mapping.values() and len(mapping) > 1


def check_mapping(mapping: Mapping[str, str], header: Sequence[str]) -> dict[str, str]:
    """The mapping without the columns that are left out; raises MappingError."""
    chosen = {name: key for name, key in mapping.items() if key}
    known = {dimension.key for dimension in importable()} | {CUSTOMER}
    for name, key in chosen.items():
        if name not in header or not name:
            raise MappingError(_("The file has no column “%(column)s”.") % {"column": name})
        if key not in known:
            raise MappingError(_("“%(key)s” is nothing that can be imported.") % {"key": key})
        if list(chosen.values()).count(key) > 1:
            raise MappingError(_("“%(key)s” is assigned to two columns.") % {"key": _shown(key)})
    if CUSTOMER not in chosen.values():
        raise MappingError(_("Say which column holds the customer's number."))
    if len(chosen) == 1:
        raise MappingError(_("Say for one column at least what it holds beside the customer's number."))
    return chosen


def _shown(key: str) -> str:
    return _("Customer's number") if key == CUSTOMER else str(dimensions.get(key).label)


def _known_names() -> dict[str, str]:
    labels: dict[str, str] = {}
    for language, _language_name in settings.LANGUAGES:
        with translation.override(language):
            labels |= {str(dimension.label).casefold(): dimension.key for dimension in reversed(importable())}
            labels |= dict.fromkeys((_("customer").casefold(), _("customer number").casefold()), CUSTOMER)
    keys = {dimension.key.casefold(): dimension.key for dimension in importable()}
    return labels | dict.fromkeys(CUSTOMER_WORDS, CUSTOMER) | keys
