"""What is worked out for every company of a block."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.activity import NEVER, PROSPECT_CODE, ordering_rhythm
from segmentation.analysis.arrays import SCALE, Bools, Ints, fixed
from segmentation.analysis.big_decisions import BigDecisions
from segmentation.analysis.buyclass import ROUTINE
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.coded_items import CodedItems
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.days import NO_DAY, day_column
from segmentation.analysis.expectations import expect_next
from segmentation.analysis.metrics import company_metrics
from segmentation.analysis.occasions import Occasions
from segmentation.analysis.order_chance import chance_of_order
from segmentation.analysis.priors import Prior
from segmentation.analysis.reason_codes import (
    FIRST_ORDER,
    HISTORY_ELSEWHERE,
    NUMBER_OF,
    ONLY_RETURNS,
    PROSPECT,
    choose_reasons,
)
from segmentation.analysis.regularity import regularity_codes
from segmentation.analysis.sent_back import SentBack
from segmentation.analysis.shares import replay
from segmentation.analysis.standing_columns import Columns, standing_columns
from segmentation.analysis.value import yearly_worth


def classify_companies(
    occasions: Occasions,
    big: BigDecisions,
    *,
    lines: CleanLines,
    items: CodedItems,
    back: SentBack,
    truncated: Bools,
    history_from: int,
    next_line_on: Ints,
    as_of: int,
    config: ClassifierConfig,
    prior: Prior,
) -> Columns:
    """One row per company, with an occasion or without; `next_line_on` is the day of its first line after `as_of`."""
    companies = len(lines.customer_names)
    expected = expect_next(occasions, prior)
    standing = replay(
        occasions,
        big,
        owners=companies,
        expected=expected,
        prior=prior,
        config=config,
        truncated=truncated,
    )
    single = np.where(truncated, NUMBER_OF[HISTORY_ELSEWHERE], NUMBER_OF[FIRST_ORDER]).astype(np.int8)
    reasons = choose_reasons(standing, occasions, big, without_past=PROSPECT, single=single, config=config)
    rhythm = ordering_rhythm(occasions, as_of=as_of, config=config, prior=prior)
    worth = yearly_worth(occasions, as_of=as_of)
    owner, gaps = occasions.owners, occasions.counts - 1

    def spread(values: np.ndarray, blank: float) -> np.ndarray:
        everybody = np.full(companies, blank, dtype=values.dtype)
        everybody[owner] = values
        return everybody

    counts = spread(occasions.counts, 0)
    ahead = standing.shares[ROUTINE, owner] / SCALE - expected[ROUTINE, occasions.last]
    ahead[gaps == 0] = np.nan
    reasons.code[lines.seen & (counts == 0)] = NUMBER_OF[ONLY_RETURNS]
    chance = chance_of_order(
        gaps=gaps,
        span_days=rhythm.last_day - rhythm.first_day,
        silent_days=as_of - rhythm.last_day,
        config=config,
        exp=np.exp,
    )
    metrics, metrics_change_on = company_metrics(
        occasions,
        lines=lines,
        items=items,
        back=back,
        rhythm=rhythm,
        worth=worth,
        truncated=truncated,
        history_from=history_from,
        as_of=as_of,
        config=config,
    )
    changes_on = np.minimum(spread(np.minimum(rhythm.changes_on, worth.changes_on), NEVER), next_line_on)
    changes_on = np.minimum(changes_on, metrics_change_on)
    return {
        **standing_columns(standing, reasons, occasions=counts, config=config),
        "mixed": (standing.shares.max(axis=0) < fixed(config.mixed_below)) & (counts >= config.mixed_min_occasions),
        "routine_ahead": spread(np.round(ahead, 2), np.nan),
        "activity": spread(rhythm.activity, PROSPECT_CODE),
        "first_order": day_column(spread(rhythm.first_day, NO_DAY)),
        "last_order": day_column(spread(rhythm.last_day, NO_DAY)),
        "expected_from": day_column(spread(rhythm.expected_from, NO_DAY)),
        "expected_to": day_column(spread(rhythm.expected_to, NO_DAY)),
        "usual_gap_days": spread(np.round(rhythm.usual_gap, 2), np.nan),
        "regularity": spread(regularity_codes(rhythm.gap_spread, gaps, config=config), 0),
        "order_chance": spread(np.round(chance, 4), np.nan),
        "value_year": spread(worth.last_year, 0),
        "value_year_before": spread(worth.year_before, 0),
        **metrics,
        "history_truncated": truncated,
        "held": standing.buyclass != standing.unheld,
        "holds_until": day_column(np.where(changes_on == NEVER, NO_DAY, changes_on)),
    }
