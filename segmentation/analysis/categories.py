"""The same question asked once for every company in every category it bought from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentation.analysis.big_decisions import find_big_decisions
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.expectations import expect_next_in_category
from segmentation.analysis.occasions import CategoryOwners, Occasions
from segmentation.analysis.priors import Prior
from segmentation.analysis.reason_codes import FIRST_IN_CATEGORY, PROSPECT, choose_reasons
from segmentation.analysis.shares import replay
from segmentation.analysis.standing_columns import dates, standing_columns, texts


def classify_categories(
    occasions: Occasions, owners: CategoryOwners, *, lines: CleanLines, config: ClassifierConfig, prior: Prior
) -> pd.DataFrame:
    """One row per company and category, sorted by both; lines without a category belong to none."""
    pairs = len(owners.customer)
    big = find_big_decisions(occasions, config=config)
    standing = replay(
        occasions,
        big,
        owners=pairs,
        expected=expect_next_in_category(occasions, prior),
        prior=prior,
        config=config,
    )
    single = np.full(pairs, FIRST_IN_CATEGORY, dtype=np.object_)
    reasons = choose_reasons(standing, occasions, big, without_past=PROSPECT, single=single, config=config)
    return pd.DataFrame(
        {
            "customer_key": texts(lines.customer_names, owners.customer),
            "category": texts(lines.category_names, owners.category),
            **standing_columns(standing, counts=occasions.counts, config=config),
            "occasions": occasions.counts,
            "last_order": dates(occasions.day[occasions.last]),
            "shown": occasions.counts >= config.category_min_occasions,
            "reason_code": pd.Series(reasons.codes, dtype="str"),
            "reason_params": reasons.params,
        }
    )
