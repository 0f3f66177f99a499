"""Where customers are, as far as the host tells: what "near you" goes by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one customer is, and what it does; empty where it is not known.

    postcode_area  a part of the postcode that many companies share, such as its first two digits
    industry       a division of the trade, such as the first two digits of a NACE code
    shares         whether the customer takes part: one that does not is neither counted nor shown anything
    """

    country: str
    region: str = ""
    postcode_area: str = ""
    industry: str = ""
    shares: bool = True


@runtime_checkable
class KnowsPlaces(Protocol):
    """A directory may know this besides; without it nothing is bought nearby."""

    def places(self, customer_keys: Sequence[str]) -> Mapping[str, Place]:
        """Where each of these is, in one or two queries; those of whom it is not known are left out."""
        ...
