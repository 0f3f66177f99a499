from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from shop.pricing.money import format_money

register = template.Library()


@register.filter
def money(amount: Decimal | None) -> str:
    """An amount in the shop's currency, written as the reader's language writes it."""
    return "" if amount is None else format_money(amount, get_language() or "en")
