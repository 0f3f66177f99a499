"""Whether the storefront can answer, and whether all behind it goes on: what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    GOOD = "good"
    TROUBLE = "trouble"
    """Something is late or stands; the storefront answers."""
    DOWN = "down"
    """The storefront cannot answer."""
    UNKNOWN = "unknown"
    """The database that would tell cannot be read."""
    UNUSED = "unused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at; `seconds`, `count` and `at` where there is something to tell by them."""

    key: str
    state: State
    code: str
    seconds: float | None = None
    count: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """All checks; `version` of the switches this process answers by."""

    checks: Sequence[Check]
    version: int | None

    @property
    def can_answer(self) -> bool:
        """Whether the storefront answers, be it by what was read last."""
        return all(check.state != State.DOWN for check in self.checks)

    @property
    def state(self) -> State:
        """The worst of all: good, trouble or down."""
        if not self.can_answer:
            return State.DOWN
        calm = all(check.state in (State.GOOD, State.UNUSED) for check in self.checks)
        return State.GOOD if calm else State.TROUBLE
