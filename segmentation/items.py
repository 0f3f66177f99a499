"""What the host knows of the items themselves: what brand loyalty and a company's appetite for new items go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """One item; empty or None where it is not known.

    launched_on   the day from which it could be bought
    is_top_grade  whether it is among the best of its kind that the shop sells
    """

    brand: str = ""
    launched_on: date | None = None
    is_top_grade: bool | None = None


@runtime_checkable
class NamesItems(Protocol):
    """A directory may know this besides; without it, items are found and shown by their numbers."""

    def item_labels(self, skus: Sequence[str]) -> Mapping[str, str]:
        """Names of these items, by their numbers in capitals, in one query; unknown items are left out."""
        ...

    def search_items(self, text: str, *, limit: int) -> Mapping[str, str]:
        """Number -> name of items whose name or number matches what an admin typed, best first, in one query."""
        ...


@runtime_checkable
class KnowsItems(Protocol):
    """A directory may know this besides; without it, what companies buy of brands and of new items is not known.

    A run does not ask about a company whose orders are what they were. What is said here of an item reaches such a
    company when it is next read: with its next order, or in a run with `read_all`.
    """

    def items(self, skus: Sequence[str]) -> Mapping[str, ItemFacts]:
        """Facts of these items, in one query; unknown items are left out."""
        ...
