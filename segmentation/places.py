"""Where customers are, as far as the host tells: what "near you" goes by."""

from __future__ import annotations

import json
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

    @property
    def cell(self) -> str:
        """The kind of place this is, as one text: companies with the same see the same."""
        return cell_key(self.country, self.region, self.postcode_area, self.industry)


def cell_key(country: str, region: str, postcode_area: str, industry: str) -> str:
    """A text for each combination, and no other combination has it."""
    return json.dumps([country, region, postcode_area, industry], ensure_ascii=False)


@runtime_checkable
class KnowsPlaces(Protocol):
    """A directory may know this besides; without it nothing is bought nearby."""

    def places(self, customer_keys: Sequence[str]) -> Mapping[str, Place]:
        """Where each of these is, in one or two queries; those of whom it is not known are left out."""
        ...
