"""What a dry run finds, and how it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

MOVES = ("gains", "loses", "changes")


@dataclass(kw_only=True)
class FeatureEffect:
    """Companies that gain a feature, lose it, or keep it with other values; by category, pairs of the two."""

    gains: int = 0
    loses: int = 0
    changes: int = 0
    categories: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(kw_only=True)
class SegmentEffect:
    joining: int = 0
    leaving: int = 0


@dataclass(slots=True)
class CompanyEffect:
    """One company: features by what happens to them, in categories as [feature, category, "gains" ...]."""

    key: str
    value: int
    """What it bought in twelve months, in minor units."""
    gains: list[str] = field(default_factory=list)
    loses: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    in_categories: list[list[str]] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    leaves: list[str] = field(default_factory=list)

    def packed(self) -> list[Any]:
        """Short, for many; `CompanyEffect(*packed)` is the same again."""
        return [getattr(self, name) for name in self.__slots__]


@dataclass(kw_only=True)
class DryRunResult:
    """What a draft would do. `gaining` and `losing` count companies that gain, or lose, anything at all."""

    companies: int = 0
    """All there are."""
    gaining: int = 0
    losing: int = 0
    affected: int = 0
    features: dict[str, FeatureEffect] = field(default_factory=dict)
    segments: dict[str, SegmentEffect] = field(default_factory=dict)
    named: list[CompanyEffect] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> DryRunResult:
        return cls(
            **{key: stored[key] for key in ("companies", "gaining", "losing", "affected")},
            features={key: FeatureEffect(**effect) for key, effect in stored["features"].items()},
            segments={key: SegmentEffect(**effect) for key, effect in stored["segments"].items()},
            named=[CompanyEffect(**company) for company in stored["named"]],
        )
