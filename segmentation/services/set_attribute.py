from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.dimension import Dimension, Origin
from segmentation.locks import lock_customers
from segmentation.models import AttributeBatch, CompanyAttributes
from segmentation.models.among import Among
from segmentation.models.attribute_columns import column_of
from segmentation.selectors.known_companies import KnownCustomers
from segmentation.services.audit import write_audits
from segmentation.services.derive_attributes import derive_attributes
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_habits import refresh_habits
from segmentation.services.refresh_memberships import refresh_memberships
from segmentation.services.store_attributes import attribute_called, store_attributes
from segmentation.services.sync_attributes import sync_attributes
from segmentation.values.problems import UnfitValueError
from segmentation.values.stored import value_of
from segmentation.words.audited_values import describe_attribute


class UnknownCustomerError(LookupError):
    """Nobody has this key."""


class Standing(NamedTuple):
    """What is stored of one company, and the delivery it came with."""

    value: Any
    batch: int | None


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
    """State a value of one company as `set_attribute_of_many` does; says whether anything changed."""
    return bool(
        set_attribute_of_many(
            customer_keys=[customer_key],
            dimension=dimension,
            value=value,
            actor=actor,
            now=now,
            reason=reason,
            origin=origin,
            detail=detail,
        )
    )


@transaction.atomic
def set_attribute_of_many(
    *,
    customer_keys: Collection[str],
    dimension: str,
    value: Any,
    actor: AbstractBaseUser | None,
    now: datetime,
    reason: str = "",
    origin: Origin = Origin.HAND,
    detail: str = "",
) -> Sequence[str]:
    """State one value of some companies, or with None take back what was stated, so that their records speak again.

    The value is as `selectors.attributes` gives it; texts go through `values.parse.parse_text` first. What follows from
    it is worked out, each company is audited, and its segments are brought up to date. All companies or none; brings
    back for which anything changed. As many as a person ticks: they are held until it is done. Raises UnfitValueError
    for a value that does not fit, and UnknownCustomerError.
    """
    import pandas as pd

    declared, keys = attribute_called(dimension), sorted(set(customer_keys))
    if unknown := set(keys) - KnownCustomers().among(keys):
        raise UnknownCustomerError(min(unknown))
    lock_customers(keys)
    before = _standings(keys, declared)
    frame = pd.DataFrame({dimension: pd.Series([value] * len(keys), index=keys, dtype="object")})
    batch = AttributeBatch(origin=origin, detail=detail, actor_id=actor.pk if actor else None, at=now)
    stored = store_attributes(frame, batch=batch, clear_missing=value is None)
    if stored.refused:
        raise UnfitValueError(stored.examples[0])
    kept = _standings(keys, declared)
    changed = [key for key in keys if kept[key] != before[key]]
    if not changed:
        return []
    if value is None:
        sync_attributes(now=now, customer_keys=changed)
        refresh_habits(changed, now=now)
    derive_attributes(changed, now=now)
    after = _standings(changed, declared)
    write_audits(
        changes=[(key, _shown(declared, before[key]), _shown(declared, after[key])) for key in changed],
        action="attribute",
        actor=actor,
        reason=reason,
    )
    refresh_memberships(changed, now=now)
    publish_customers(changed)
    return changed


def _standings(customer_keys: Sequence[str], dimension: Dimension) -> Mapping[str, Standing]:
    """What is stored of each, in one query."""
    column = column_of(dimension.key)
    found = CompanyAttributes.objects.filter(Among("pk", customer_keys)) if column else CompanyAttributes.objects.none()
    rows = found.values_list("pk", "origins", *([column] if column else []))
    known = {pk: Standing(value, origins.get(column)) for pk, origins, value in rows}
    return {key: known.get(key, Standing(None, None)) for key in customer_keys}


def _shown(dimension: Dimension, standing: Standing) -> str:
    """The value as the audit keeps it."""
    return describe_attribute(dimension.key, value_of(dimension, standing.value))
