"""What exists: the features a host declares. Declaring a key twice raises."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation.contracts import Feature


class DuplicateFeatureError(ValueError):
    """Two features were declared with one key."""


class UnknownFeatureError(LookupError):
    """A feature was asked for that nobody declared."""


class FeatureRegistry:
    def __init__(self) -> None:
        self._features: dict[str, Feature] = {}

    def register(self, *features: Feature) -> None:
        """Declare features; raises DuplicateFeatureError on a key that is taken."""
        for feature in features:
            if feature.key in self._features:
                raise DuplicateFeatureError(f"The feature {feature.key!r} is declared twice.")
            self._features[feature.key] = feature

    def unregister(self, key: str) -> None:
        self._features.pop(key, None)

    def get(self, key: str) -> Feature:
        """The feature with this key; raises UnknownFeatureError naming those that exist."""
        try:
            return self._features[key]
        except KeyError:
            known = ", ".join(sorted(self._features)) or "none"
            raise UnknownFeatureError(f"No feature {key!r} is declared. Declared: {known}.") from None

    def __contains__(self, key: object) -> bool:
        return key in self._features

    def __iter__(self) -> Iterator[Feature]:
        return iter(self._features.values())

    def __len__(self) -> int:
        return len(self._features)


features = FeatureRegistry()
register_features = features.register
