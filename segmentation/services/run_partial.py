from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.models import Run
from segmentation.selectors.statistics import active_prior
from segmentation.services.classify_customers import classify_customers
from segmentation.services.finish_run import close_run


@transaction.atomic(savepoint=False)
def run_partial(
    *, customer_keys: Collection[str], as_of: date, now: datetime, started_by: AbstractBaseUser | None = None
) -> Run:
    """Work out some customers and publish them, as a run of its own; brings back the finished run."""
    prior = active_prior()
    run = Run.objects.create(
        kind=Run.Kind.PARTIAL,
        as_of=as_of,
        started_by_id=started_by.pk if started_by else None,
        started_at=now,
        touched_at=now,
        config_version=DEFAULT_CONFIG.version,
        prior_version=prior.version,
    )
    outcome = classify_customers(customer_keys=customer_keys, as_of=as_of, run=run, now=now, prior=prior)
    run.customers, run.changed, run.quality = outcome.customers, outcome.changed, outcome.quality
    close_run(run, now=now)
    return run
