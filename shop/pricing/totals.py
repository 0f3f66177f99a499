from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from shop.pricing.money import round_money


@dataclass(frozen=True, slots=True)
class Totals:
    """What an order comes to: goods, freight, VAT on both, and all of it together."""

    net: Decimal
    freight: Decimal
    vat: Decimal
    total: Decimal


def order_totals(net: Decimal) -> Totals:
    """Totals of an order for goods of this value; freight is free from a value on, and nothing costs no freight."""
    freight = Decimal(settings.SHOP_FREIGHT)
    if not net or net >= Decimal(settings.SHOP_FREIGHT_FREE_FROM):
        freight = Decimal("0.00")
    vat = round_money((net + freight) * Decimal(settings.SHOP_VAT_RATE))
    return Totals(net=net, freight=freight, vat=vat, total=net + freight + vat)
