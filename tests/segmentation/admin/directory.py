from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from segmentation.contracts import CustomerLabel
from segmentation.models import CustomerProfile

SPENDING = {"acme": Decimal(5000), "c0": Decimal(1000)}


class QueryingDirectory:
    """Names made up from the keys, at the price a real directory has: one query a look-up."""

    def customer_keys(self) -> Sequence[str]:
        return list(CustomerProfile.objects.values_list("customer_key", flat=True))

    def labels(self, customer_keys: Sequence[str]) -> Mapping[str, CustomerLabel]:
        known = CustomerProfile.objects.filter(customer_key__in=customer_keys).values_list("customer_key", flat=True)
        return {key: CustomerLabel(key=key, name=_name(key)) for key in known}

    def search(self, text: str, *, limit: int = 20) -> Sequence[CustomerLabel]:
        found = [key for key in self.customer_keys() if text.casefold() in _name(key).casefold()]
        return [CustomerLabel(key=key, name=_name(key)) for key in found[:limit]]

    def category_labels(self, categories: Sequence[str]) -> Mapping[str, str]:
        # What is asked does not matter here; that it costs a query does.
        CustomerProfile.objects.filter(customer_key__in=categories).exists()
        return {category: f"The {category} shelf" for category in categories}

    def yearly_spend(self, customer_keys: Sequence[str]) -> Mapping[str, Decimal]:
        known = CustomerProfile.objects.filter(customer_key__in=customer_keys).values_list("customer_key", flat=True)
        return {key: SPENDING[key] for key in known if key in SPENDING}


def _name(key: str) -> str:
    return f"{key.upper()} Trading"
