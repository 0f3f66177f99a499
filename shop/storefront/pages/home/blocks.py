"""The blocks of the front page: which of them a visitor sees, in which order, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from segmentation.contracts import MIXED, Buyclass


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the front page: its template under shop/home/, what that shows, and a line on why it is here."""

    name: str
    content: Mapping[str, Any] = field(default_factory=dict)
    serves: Buyclass | None = None
    because: str = ""

    @property
    def template(self) -> str:
        return f"shop/home/_{self.name}.html"


def order_blocks(blocks: list[Block], segments: frozenset[str]) -> list[Block]:
    """Blocks made for the company's own way of buying first, the others after them, each kind in the order given.

    A company that buys in every way has them all in the order given.
    """
    if MIXED in segments:
        return blocks
    return sorted(blocks, key=lambda block: block.serves is None or block.serves.value not in segments)
