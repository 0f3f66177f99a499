"""Rows that whoever listens to a change wants written with it: in its own statement where the database knows how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """What a receiver of `membership_changing` may bring back, instead of writing it by a statement of its own."""

    insert: str
    """PostgreSQL's INSERT, with RETURNING, as it stands in a WITH."""
    parameters: Callable[[], Sequence[Any]]
    alone: Callable[[], int]
    """Writes the same by itself, on any database; brings back how many rows."""
    then: Callable[[int], object]
    """Is told how many rows were written."""

    def write(self) -> None:
        self.then(self.alone())
