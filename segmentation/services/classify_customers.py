from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.priors import DEFAULT_PRIOR
from segmentation.host import open_order_source, past_of
from segmentation.locks import lock_customers
from segmentation.models import Run
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_memberships import refresh_memberships
from segmentation.services.store_profiles import Origin, store_category_profiles, store_customer_profiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one batch came to."""

    customers: int
    changed: int
    quality: dict[str, int]


@transaction.atomic
def classify_customers(*, customer_keys: Collection[str], as_of: date, run: Run, now: datetime) -> Outcome:
    """Work out these customers from all their orders and publish what changed; all of it or nothing.

    The orders are read *after* the customers are locked. Of two workers with the same customer, the later one reads
    the later orders, so a full run and a drain of the outbox cannot leave a customer behind its orders.
    """
    # pandas and SciPy take a second to load, and a web process with real workers never classifies.
    from segmentation.analysis.classify import classify

    keys = sorted(set(customer_keys))
    lock_customers(keys)
    result = classify(
        open_order_source().read(keys),
        as_of=as_of,
        customers=keys,
        config=DEFAULT_CONFIG,
        prior=DEFAULT_PRIOR,
        **past_of(keys),
    )
    origin = Origin(
        run=run,
        as_of=as_of,
        now=now,
        config_version=DEFAULT_CONFIG.version,
        prior_version=DEFAULT_PRIOR.version,
    )
    changed = store_customer_profiles(result.customers, origin=origin)
    store_category_profiles(result.categories, customer_keys=keys, origin=origin)
    refresh_memberships(keys, now=now)
    publish_customers(keys)
    return Outcome(customers=len(keys), changed=changed, quality=asdict(result.quality))
