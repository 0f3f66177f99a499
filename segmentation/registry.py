"""What exists: features and dimensions, as hosts declare them. Declaring a key twice raises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

from segmentation.contracts import Feature
from segmentation.dimension import Dimension


class DuplicateKeyError(ValueError):
    """Two things of a sort were declared with one key."""


class UnknownKeyError(LookupError):
    """Something was asked for that nobody declared."""


class DuplicateFeatureError(DuplicateKeyError):
    """Two features were declared with one key."""


class UnknownFeatureError(UnknownKeyError):
    """A feature was asked for that nobody declared."""


class DuplicateDimensionError(DuplicateKeyError):
    """Two dimensions were declared with one key."""


class UnknownDimensionError(UnknownKeyError):
    """A dimension was asked for that nobody declared."""


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


Declared = TypeVar("Declared", bound=Keyed)


class Registry(Generic[Declared]):
    """What was declared of one sort, by key and in the order it was declared."""

    def __init__(self, sort: str, *, duplicate: type[DuplicateKeyError], unknown: type[UnknownKeyError]) -> None:
        self._sort = sort
        self._duplicate, self._unknown = duplicate, unknown
        self._declared: dict[str, Declared] = {}
        self.changes = 0
        """Goes up whenever something is declared or taken back; what was worked out before is void then."""

    def register(self, *declared: Declared) -> None:
        """Declare some; raises DuplicateKeyError on a key that is taken."""
        for one in declared:
            if one.key in self._declared:
                raise self._duplicate(f"The {self._sort} {one.key!r} is declared twice.")
            self._declared[one.key] = one
            self.changes += 1

    def unregister(self, key: str) -> None:
        self._declared.pop(key, None)
        self.changes += 1

    def get(self, key: str) -> Declared:
        """The one with this key; raises UnknownKeyError naming those that exist."""
        try:
            return self._declared[key]
        except KeyError:
            known = ", ".join(sorted(self._declared)) or "none"
            raise self._unknown(f"No {self._sort} {key!r} is declared. Declared: {known}.") from None

    def __contains__(self, key: object) -> bool:
        return key in self._declared

    def __iter__(self) -> Iterator[Declared]:
        return iter(self._declared.values())

    def __len__(self) -> int:
        return len(self._declared)


class FeatureRegistry(Registry[Feature]):
    def __init__(self) -> None:
        super().__init__("feature", duplicate=DuplicateFeatureError, unknown=UnknownFeatureError)


class DimensionRegistry(Registry[Dimension]):
    def __init__(self) -> None:
        super().__init__("dimension", duplicate=DuplicateDimensionError, unknown=UnknownDimensionError)


features = FeatureRegistry()
register_features = features.register

dimensions = DimensionRegistry()
register_dimensions = dimensions.register
