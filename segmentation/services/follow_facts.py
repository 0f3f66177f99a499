from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from segmentation.services.derive_attributes import derive_attributes
from segmentation.services.refresh_memberships import refresh_memberships_of_many


def follow_facts(customer_keys: Collection[str], *, changed: Collection[str], now: datetime) -> None:
    """Work out what follows from facts that changed, and put the companies into the segments they now belong to."""
    derived = derive_attributes(customer_keys, now=now, changed=changed)
    refresh_memberships_of_many(sorted({*customer_keys, *derived.customer_keys}), now=now)
