from __future__ import annotations

from typing import Any

from rest_framework import serializers


class MoneyField(serializers.DecimalField):
    """An amount in the shop's currency, as text, so that no program rounds it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **kwargs)
