from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.priors import Prior
from segmentation.host import items_of, open_order_source, past_of
from segmentation.locks import hold_customers
from segmentation.models import Run
from segmentation.rules.days_kept import first_day_kept
from segmentation.selectors.statistics import load_prior
from segmentation.services.aggregates import map_lines
from segmentation.services.refresh_memberships import refresh_memberships

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one batch came to."""

    customers: int
    changed: int
    quality: dict[str, int]
    parts: dict[str, pd.DataFrame] = field(default_factory=dict)
    """What the batch adds to every kind of statistics, where that was asked for."""


@transaction.atomic(savepoint=False)
def classify_customers(
    *,
    customer_keys: Collection[str],
    as_of: date,
    run: Run,
    now: datetime,
    prior: Prior | None = None,
    lines: pd.DataFrame | None = None,
    source_hashes: Mapping[str, str] | None = None,
    with_statistics: bool = False,
) -> Outcome:
    """Work out these customers from all their orders and publish what changed; all of it or nothing.

    The orders are read *after* the customers are locked. Of two workers with the same customer, the later one reads
    the later orders, so a full run and a drain of the outbox cannot leave a customer behind its orders. Whoever gives
    `lines` holds the locks already, and read them since.

    source_hashes  the source's fingerprints, taken before the lines were read; without them the next full run reads
                   these customers again, whether or not anything changed
    """
    # pandas and SciPy take a second to load, and a web process with real workers never classifies.
    import numpy as np

    from segmentation.analysis.classify import classify
    from segmentation.services.publish_results import publish_results
    from segmentation.services.result_rows import result_rows
    from segmentation.services.store_profiles import Origin, store_profiles

    keys = sorted(set(customer_keys))
    added = hold_customers(keys)
    if lines is None:
        lines = open_order_source().read(keys)
    parts = map_lines(lines, as_of=as_of) if with_statistics else {}
    result = classify(
        lines,
        as_of=as_of,
        customers=keys,
        config=DEFAULT_CONFIG,
        prior=prior or load_prior(run.prior_version),
        # There are as many workers as there are processors for them.
        threads=1,
        items=items_of([str(sku) for sku in lines["sku"].unique()]),
        with_bought=True,
        bought_from=first_day_kept(as_of),
        **past_of(keys),
    )
    del lines
    rows = result_rows(result, as_of=as_of)
    origin = Origin(
        run=run, as_of=as_of, now=now, config_version=DEFAULT_CONFIG.version, prior_version=run.prior_version
    )
    hashes = np.array([(source_hashes or {}).get(key, "") for key in keys], dtype=np.object_)
    stored = store_profiles(rows, source_hashes=hashes, origin=origin)
    changed = stored.changed | np.array([key in added for key in keys], dtype=np.bool_)
    refresh_memberships(rows.customers["customer_key"][changed].astype("str").tolist(), now=now)
    publish_results(rows, changed)
    return Outcome(customers=len(keys), changed=stored.moved, quality=asdict(result.quality), parts=parts)
