from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOrigin:
    """How an order came about, for who places it to say; a value left out is not known."""

    channel: str = ""
    """One of `Channel`."""
    small_screen: bool | None = None
    quote_number: str = ""
