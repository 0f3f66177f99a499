"""What the host's own record says of its customers: industry, headcount, language and whatever else it keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class KnowsAttributes(Protocol):
    """A directory may know this besides; it is asked every night, some thousand customers at a time."""

    def attributes(self, customer_keys: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Customer -> dimension -> value, in one or few queries; what is not known is left out.

        Values are numbers, Decimal in whole units for money, dates, keys of choices, collections of them, texts and
        truths. What is no longer named is no longer held to be known.
        """
        ...


@runtime_checkable
class NamesValues(Protocol):
    """A directory may know this besides; without it, values that are texts stand in rules as they are stored."""

    def value_labels(self, values: Mapping[str, Sequence[str]]) -> Mapping[str, Mapping[str, str]]:
        """Dimension -> value -> what a person calls it, in the reader's language, such as a country for its code.

        `values` are those that a page shows, by dimension. In at most one query; what has no name is left out.
        """
        ...
