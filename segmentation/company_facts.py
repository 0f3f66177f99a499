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
