"""What a host's own people say about items: which replaces which, which are equal, which goes with which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable


class RelationKind(StrEnum):
    """How another item stands to an item; the first six are set by hand, and come before the computed ones."""

    SUCCESSOR = "successor"
    """The other replaces it."""
    EQUAL_PART = "equal_part"
    """The other does the same, and may be sold in its place."""
    PREDECESSOR = "predecessor"
    """The other was replaced by it."""
    ACCESSORY = "accessory"
    """The other belongs with it."""
    ACCESSORY_FOR = "accessory_for"
    """It belongs with the other."""
    SUBSTITUTE = "substitute"
    COMPLEMENT = "complement"


REVERSE: Mapping[RelationKind, RelationKind] = {
    RelationKind.SUCCESSOR: RelationKind.PREDECESSOR,
    RelationKind.PREDECESSOR: RelationKind.SUCCESSOR,
    RelationKind.EQUAL_PART: RelationKind.EQUAL_PART,
    RelationKind.ACCESSORY: RelationKind.ACCESSORY_FOR,
    RelationKind.ACCESSORY_FOR: RelationKind.ACCESSORY,
}
"""What a relation set by hand says the other way round."""

ALTERNATIVE_KINDS = (
    RelationKind.SUCCESSOR,
    RelationKind.EQUAL_PART,
    RelationKind.PREDECESSOR,
    RelationKind.SUBSTITUTE,
)
COMPANION_KINDS = (RelationKind.ACCESSORY, RelationKind.ACCESSORY_FOR, RelationKind.COMPLEMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedRelation:
    """One relation set by hand: how `other` stands to `sku`. The way back is understood."""

    sku: str
    other: str
    kind: RelationKind


@runtime_checkable
class KnowsRelations(Protocol):
    """A directory may know this besides: the relations the shop's own people set."""

    def relations(self) -> Iterable[CuratedRelation]:
        """All of them, the most fitting of an item first, in one query a kind."""
        ...


@runtime_checkable
class KnowsUnits(Protocol):
    """A directory may know this besides: what items are sold by."""

    def units(self, skus: Sequence[str]) -> Mapping[str, str]:
        """The unit of sale of each of these, in one query; unknown items are left out."""
        ...
