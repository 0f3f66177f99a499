from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import template

from shop.pricing.selectors import PriceBreak

register = template.Library()


@dataclass(frozen=True, slots=True)
class VolumeRow:
    """A volume price as a reader sees it: from and to, and whether it counts for the quantity at hand."""

    from_quantity: int
    to_quantity: int | None
    unit_price: Decimal
    saving_percent: int
    saving: Decimal
    """Off the plain price of each."""
    is_current: bool


@register.simple_tag
def volume_rows(breaks: Sequence[PriceBreak], quantity: int | str | None = None) -> list[VolumeRow]:
    """The table of volume prices row by row, each up to just below the next."""
    ends = [following.from_quantity - 1 for following in breaks[1:]] + [None]
    return [
        VolumeRow(
            from_quantity=step.from_quantity,
            to_quantity=end,
            unit_price=step.unit_price,
            saving_percent=step.saving_percent,
            saving=breaks[0].unit_price - step.unit_price,
            is_current=bool(quantity) and step.from_quantity <= int(quantity or 0) <= (end or int(quantity or 0)),
        )
        for step, end in zip(breaks, ends, strict=True)
    ]
