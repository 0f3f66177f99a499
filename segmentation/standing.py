"""What a published snapshot says, as the storefront holds it: the switches, and one customer's standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from segmentation.contracts import BUILTIN_SEGMENTS, Buyclass
from segmentation.parameters import JsonValue

SWITCHES = ""
"""The subject under which the switches are published; no customer has an empty key."""

EVERYBODY = ""
"""In place of a segment: what holds where no segment decides."""

EVERYBODY_KEY = "everybody"
"""The same in addresses, where nothing can be empty; no segment has this key."""

ON, OFF, INHERIT = "on", "off", "inherit"


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchRule:
    """What is said about a feature for a segment, or for everybody.

    share     percent of the companies it is on for; the others wait for their turn
    held_out  percent of those that go without, so that the effect can be measured
    """

    state: str = INHERIT
    share: int = 100
    held_out: int = 0
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> SwitchRule:
        return cls(**payload)

    def as_payload(self) -> dict[str, Any]:
        """Only what is not as in a rule that says nothing."""
        said = {"state": self.state, "share": self.share, "held_out": self.held_out}
        payload = {name: value for name, value in said.items() if value != getattr(NOTHING_SAID, name)}
        return payload | ({"parameters": dict(sorted(self.parameters.items()))} if self.parameters else {})


NOTHING_SAID = SwitchRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureSwitches:
    """What admins decided about one feature: for everybody, and by segment key (EVERYBODY for where none decides)."""

    killed: bool = False
    by_category: bool = True
    rules: Mapping[str, SwitchRule] = field(default_factory=dict)

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> FeatureSwitches:
        rules = {key: SwitchRule.from_payload(rule) for key, rule in payload.get("rules", {}).items()}
        return cls(killed=payload.get("killed", False), by_category=payload.get("by_category", True), rules=rules)

    def as_payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = {"killed": True} if self.killed else {}
        if not self.by_category:
            payload["by_category"] = False
        rules = {key: said for key, rule in sorted(self.rules.items()) if (said := rule.as_payload())}
        return payload | ({"rules": rules} if rules else {})


AS_DECLARED = FeatureSwitches()


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """What admins decided about features, the same for everybody."""

    version: int = 0
    features: Mapping[str, FeatureSwitches] = field(default_factory=dict)
    segments: tuple[str, ...] = BUILTIN_SEGMENTS
    """Keys, the one that decides first in front."""
    names: Mapping[str, str] = field(default_factory=dict)
    because: Mapping[str, str] = field(default_factory=dict)
    """What a reseller is told of being in a segment, where an admin wrote something."""

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Switches:
        return cls(
            version=payload["version"],
            features={key: FeatureSwitches.from_payload(said) for key, said in payload["features"].items()},
            segments=tuple(payload["segments"]),
            names=payload["names"],
            because=payload["because"],
        )

    def as_payload(self) -> dict[str, Any]:
        """What is published; `from_payload` reads it."""
        features = {key: said for key, one in sorted(self.features.items()) if (said := one.as_payload())}
        return {
            "version": self.version,
            "features": features,
            "segments": list(self.segments),
            "names": dict(self.names),
            "because": {key: text for key, text in self.because.items() if text},
        }

    def of(self, feature: str) -> FeatureSwitches:
        return self.features.get(feature, AS_DECLARED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideStanding:
    """A feature switched for one company by hand."""

    enabled: bool
    expires_at: datetime | None = None
    reason: str = ""
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)

    def holds_at(self, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides about features for one customer; by default that of a prospect.

    made_up   stands for the companies of its segments: its turn in every roll-out has come
    held_out  and it is among those that go without wherever some do; said of made-up ones alone
    """

    customer_key: str = ""
    segments: frozenset[str] = frozenset({Buyclass.NEW.value})
    categories: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, OverrideStanding] = field(default_factory=dict)
    made_up: bool = False
    held_out: bool = False

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any], *, customer_key: str) -> Standing:
        return cls(
            customer_key=customer_key,
            segments=frozenset(payload["segments"]),
            categories=payload["categories"],
            overrides={
                feature: OverrideStanding(
                    enabled=enabled,
                    expires_at=datetime.fromisoformat(expires) if expires else None,
                    reason=reason,
                    parameters=parameters,
                )
                for feature, (enabled, expires, reason, parameters) in payload["overrides"].items()
            },
        )


PROSPECT = Standing()
PROSPECT_PAYLOAD: Mapping[str, Any] = {"segments": [Buyclass.NEW.value], "categories": {}, "overrides": {}}
NO_SWITCHES_PAYLOAD: Mapping[str, Any] = Switches().as_payload()
