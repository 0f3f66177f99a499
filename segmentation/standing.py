"""What a published snapshot says, as the storefront holds it: the switches, and one customer's standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from segmentation.contracts import BUILTIN_SEGMENTS, Buyclass

SWITCHES = ""
"""The subject under which the switches are published; no customer has an empty key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """What admins decided about features, the same for everybody."""

    version: int = 0
    killed: frozenset[str] = frozenset()
    rules: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    segments: tuple[str, ...] = BUILTIN_SEGMENTS
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Switches:
        return cls(
            version=payload["version"],
            killed=frozenset(payload["killed"]),
            rules=payload["rules"],
            segments=tuple(payload["segments"]),
            names=payload["names"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideStanding:
    """A feature switched for one company by hand."""

    enabled: bool
    expires_at: datetime | None
    reason: str

    def holds_at(self, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides about features for one customer; by default that of a prospect."""

    segments: frozenset[str] = frozenset({Buyclass.NEW.value})
    categories: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, OverrideStanding] = field(default_factory=dict)

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Standing:
        return cls(
            segments=frozenset(payload["segments"]),
            categories=payload["categories"],
            overrides={
                feature: OverrideStanding(
                    enabled=enabled,
                    expires_at=datetime.fromisoformat(expires) if expires else None,
                    reason=reason,
                )
                for feature, (enabled, expires, reason) in payload["overrides"].items()
            },
        )


PROSPECT = Standing()
PROSPECT_PAYLOAD: Mapping[str, Any] = {"segments": [Buyclass.NEW.value], "categories": {}, "overrides": {}}
NO_SWITCHES_PAYLOAD: Mapping[str, Any] = {
    "version": 0,
    "killed": [],
    "rules": {},
    "segments": list(BUILTIN_SEGMENTS),
    "names": {},
}
