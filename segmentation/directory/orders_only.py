from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from segmentation.contracts import CustomerLabel
from segmentation.host import open_order_source


class OrdersOnlyDirectory:
    """The customers that ordered, under their bare keys: for a host that has nothing to add."""

    def customer_keys(self) -> Sequence[str]:
        return open_order_source().customer_keys()

    def labels(self, customer_keys: Sequence[str]) -> Mapping[str, CustomerLabel]:
        return {key: CustomerLabel(key=key, name=key) for key in customer_keys}

    def search(self, text: str, *, limit: int = 20) -> Sequence[CustomerLabel]:
        found = (key for key in open_order_source().customer_keys() if text.casefold() in key.casefold())
        return [CustomerLabel(key=key, name=key) for key in islice(found, limit)]

    def category_labels(self, categories: Sequence[str]) -> Mapping[str, str]:
        return {}
