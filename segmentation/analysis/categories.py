"""The same question asked once for every company in every category it bought from."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.big_decisions import BigDecisions
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.days import day_column
from segmentation.analysis.expectations import expect_next_in_category
from segmentation.analysis.occasions import CategoryOwners, Occasions
from segmentation.analysis.priors import Prior
from segmentation.analysis.reason_codes import FIRST_IN_CATEGORY, NUMBER_OF, PROSPECT, choose_reasons
from segmentation.analysis.shares import replay
from segmentation.analysis.standing_columns import Columns, standing_columns


def classify_categories(
    occasions: Occasions,
    big: BigDecisions,
    owners: CategoryOwners,
    *,
    first_customer: int,
    config: ClassifierConfig,
    prior: Prior,
) -> Columns:
    """One row per company and category, sorted by both, both as numbers."""
    pairs = len(owners.customer)
    standing = replay(
        occasions,
        big,
        owners=pairs,
        expected=expect_next_in_category(occasions, prior),
        prior=prior,
        config=config,
    )
    single = np.full(pairs, NUMBER_OF[FIRST_IN_CATEGORY], dtype=np.int8)
    reasons = choose_reasons(standing, occasions, big, without_past=PROSPECT, single=single, config=config)
    return {
        "customer_key": (owners.customer + first_customer).astype(np.int32),
        "category": owners.category.astype(np.int32),
        **standing_columns(standing, reasons, occasions=occasions.counts, config=config),
        "last_order": day_column(occasions.day[occasions.last]),
    }
