from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.dimension import Origin
from segmentation.locks import lock_customers
from segmentation.models import AttributeBatch
from segmentation.selectors.attributes import attributes_of
from segmentation.selectors.known_companies import KnownCustomers
from segmentation.services.audit import write_audit
from segmentation.services.derive_attributes import derive_attributes
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_habits import refresh_habits
from segmentation.services.refresh_memberships import refresh_memberships
from segmentation.services.store_attributes import attribute_called, store_attributes
from segmentation.services.sync_attributes import sync_attributes
from segmentation.values.problems import UnfitValueError
from segmentation.words.audited_values import describe_attribute


class UnknownCustomerError(LookupError):
    """Nobody has this key."""


@transaction.atomic
def set_attribute(
    *,
    customer_key: str,
    dimension: str,
    value: Any,
    actor: AbstractBaseUser | None,
    now: datetime,
    reason: str = "",
    origin: Origin = Origin.HAND,
    detail: str = "",
) -> bool:
    """State a value of one company, or with None take back what was stated, so that its records speak again.

    The value is as `selectors.attributes` gives it; texts go through `values.parse.parse_text` first. What follows from
    it is worked out, and the company's segments are brought up to date. Says whether anything changed. Raises
    UnfitValueError for a value that does not fit, and UnknownCustomerError.
    """
    import pandas as pd

    attribute_called(dimension)
    if customer_key not in KnownCustomers().among([customer_key]):
        raise UnknownCustomerError(customer_key)
    lock_customers([customer_key])
    before = _shown(customer_key, dimension)
    frame = pd.DataFrame({dimension: pd.Series([value], index=[customer_key], dtype="object")})
    batch = AttributeBatch(origin=origin, detail=detail, actor_id=actor.pk if actor else None, at=now)
    stored = store_attributes(frame, batch=batch, clear_missing=value is None)
    if stored.refused:
        raise UnfitValueError(stored.examples[0])
    if not (stored.written or stored.cleared or stored.claimed):
        return False
    if value is None:
        sync_attributes(now=now, customer_keys=[customer_key])
        refresh_habits([customer_key], now=now)
    derive_attributes([customer_key], now=now)
    write_audit(
        action="attribute",
        actor=actor,
        customer_key=customer_key,
        before=before,
        after=_shown(customer_key, dimension),
        reason=reason,
    )
    refresh_memberships([customer_key], now=now)
    publish_customers([customer_key])
    return True


def _shown(customer_key: str, dimension: str) -> str:
    """The value as the audit keeps it."""
    value = next((one.value for one in attributes_of(customer_key) if one.dimension.key == dimension), None)
    return describe_attribute(dimension, value)
