"""The one way in: order lines to classes, for companies and for companies in a category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.activity import Rhythm, ordering_rhythm
from segmentation.analysis.arrays import Bools, Ints, fixed
from segmentation.analysis.big_decisions import find_big_decisions
from segmentation.analysis.categories import classify_categories
from segmentation.analysis.clean import CleanLines, DataQuality, clean_lines, day_number
from segmentation.analysis.config import DEFAULT_CONFIG, ClassifierConfig
from segmentation.analysis.expectations import expect_next
from segmentation.analysis.fingerprint import hash_lines
from segmentation.analysis.line_modes import line_modes
from segmentation.analysis.occasions import Occasions, find_occasions
from segmentation.analysis.priors import DEFAULT_PRIOR, Prior
from segmentation.analysis.reason_codes import (
    FIRST_ORDER,
    HISTORY_ELSEWHERE,
    ONLY_RETURNS,
    PROSPECT,
    ROUTINE_REPEAT,
    ReasonColumns,
    choose_reasons,
)
from segmentation.analysis.shares import Standing, replay
from segmentation.analysis.standing_columns import count_occasions, dates, standing_columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """Who buys how, as of a day.

    Dates are `datetime.date` or None. `reason_params` holds plain JSON types; rows without facts share one empty
    dict, so treat it as read-only.
    """

    customers: pd.DataFrame
    """One row per company, sorted by key."""
    categories: pd.DataFrame
    """One row per company and category it bought from, sorted by both."""
    quality: DataQuality


def classify(
    lines: pd.DataFrame,
    *,
    as_of: date,
    customers: Sequence[str] | None = None,
    config: ClassifierConfig = DEFAULT_CONFIG,
    prior: Prior = DEFAULT_PRIOR,
    customer_since: Mapping[str, date] | None = None,
    history_from: date | None = None,
) -> Classification:
    """Classes of everybody with a line or a place in `customers`, as of the end of a day.

    Each company's rows depend on its own lines alone, whatever the order of the lines and whoever else is classified
    with it. Give `customer_since` together with `history_from`, the first day on which the lines are complete, and
    companies older than that are not mistaken for new ones.
    """
    if customer_since is not None and history_from is None:
        raise ValueError("customer_since says nothing without history_from, the first day of complete lines.")
    cleaned, quality = clean_lines(lines, as_of=as_of, config=config, customers=customers or ())
    owners = len(cleaned.customer_names)
    modes = line_modes(cleaned, config=config)
    occasions, by_category, pairs = find_occasions(cleaned, modes)
    big = find_big_decisions(occasions, config=config)
    truncated = _older_than(cleaned.customer_names, customer_since or {}, history_from or date.min)
    standing = replay(
        occasions,
        big,
        owners=owners,
        expected=expect_next(occasions, prior),
        prior=prior,
        config=config,
        truncated=truncated,
    )
    rhythm = ordering_rhythm(occasions, owners=owners, as_of=day_number(as_of), config=config, prior=prior)
    reasons = choose_reasons(
        standing,
        occasions,
        big,
        without_past=PROSPECT,
        single=np.where(truncated, HISTORY_ELSEWHERE, FIRST_ORDER).astype(np.object_),
        config=config,
    )
    return Classification(
        customers=_customer_frame(
            lines=cleaned,
            occasions=occasions,
            standing=standing,
            rhythm=rhythm,
            reasons=reasons,
            truncated=truncated,
            as_of=as_of,
            config=config,
        ),
        categories=classify_categories(by_category, pairs, lines=cleaned, config=config, prior=prior),
        quality=quality,
    )


def _customer_frame(
    *,
    lines: CleanLines,
    occasions: Occasions,
    standing: Standing,
    rhythm: Rhythm,
    reasons: ReasonColumns,
    truncated: Bools,
    as_of: date,
    config: ClassifierConfig,
) -> pd.DataFrame:
    counts = count_occasions(occasions, len(lines.customer_names))
    mixed = (standing.shares.max(axis=0) < fixed(config.mixed_below)) & (counts >= config.mixed_min_occasions)
    reasons.codes[lines.seen & (counts == 0)] = ONLY_RETURNS
    _add_expected_window(reasons, rhythm, day_number(as_of))
    return pd.DataFrame(
        {
            "customer_key": pd.Series(lines.customer_names, dtype="str"),
            **standing_columns(standing, counts=counts, config=config),
            "mixed": mixed,
            "activity": pd.Series(rhythm.activity, dtype="str"),
            "occasions": counts,
            "first_order": dates(rhythm.first_day),
            "last_order": dates(rhythm.last_day),
            "expected_from": dates(rhythm.expected_from),
            "expected_to": dates(rhythm.expected_to),
            "history_truncated": truncated,
            "held": standing.buyclass != standing.unheld,
            "reason_code": pd.Series(reasons.codes, dtype="str"),
            "reason_params": reasons.params,
            "lines_hash": pd.Series(hash_lines(lines), dtype="str"),
        }
    )


def _add_expected_window(reasons: ReasonColumns, rhythm: Rhythm, as_of: int) -> None:
    """Say when the next routine order is expected, unless that has passed."""
    rows = np.flatnonzero((reasons.codes == ROUTINE_REPEAT) & (rhythm.expected_to >= as_of))
    earliest, latest = _iso_dates(rhythm.expected_from[rows]), _iso_dates(rhythm.expected_to[rows])
    for params, start, end in zip(reasons.params[rows], earliest, latest, strict=True):
        params.update(expected_from=start, expected_to=end)


def _iso_dates(days: Ints) -> list[str]:
    return [str(day) for day in np.datetime_as_string(days.astype("datetime64[D]"))]


def _older_than(names: Sequence[str], customer_since: Mapping[str, date], history_from: date) -> npt.NDArray[np.bool_]:
    if not customer_since:
        return np.zeros(len(names), dtype=np.bool_)
    return np.array([customer_since.get(name, date.max) < history_from for name in names], dtype=np.bool_)
