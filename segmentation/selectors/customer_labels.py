from __future__ import annotations

from collections.abc import Iterable, Mapping

from segmentation.contracts import CustomerLabel
from segmentation.host import open_directory


def label_customers(customer_keys: Iterable[str]) -> Mapping[str, CustomerLabel]:
    """A label for every one of these keys, the bare key where the directory knows none; one look-up for all."""
    keys = sorted({key for key in customer_keys if key})
    known = open_directory().labels(keys) if keys else {}
    return {key: known.get(key) or CustomerLabel(key=key, name=key) for key in keys}


def find_customers(text: str, *, limit: int) -> list[str]:
    """Keys of the customers whose name or number matches, at most `limit`."""
    return [label.key for label in open_directory().search(text, limit=limit)]
