"""What a prior is fitted from: whole numbers that add up over shards of companies, whatever the shards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.arrays import SCALE, Bools, Floats, Ints, fixed, fixed_log
from segmentation.analysis.big_decisions import BigDecisions, find_big_decisions
from segmentation.analysis.clean import clean_lines
from segmentation.analysis.config import DEFAULT_CONFIG, ClassifierConfig
from segmentation.analysis.expectations import BREADTH, breadth, bucket_after
from segmentation.analysis.line_modes import line_modes
from segmentation.analysis.occasions import Occasions, find_occasions
from segmentation.analysis.priors import ORDER_INDEX
from segmentation.analysis.shares import decayed_evidence, occasion_causes

FITTED_WEIGHT = 4.0
"""How many occasions a prior counts for that was fitted on the shop's own buyers."""
UNIT = 10_000
"""Shares, logarithms and their products are summed as whole ten-thousandths: products of two fit 64 bits."""

BUCKETS = len(ORDER_INDEX) - 1
"""Without the first, of those who never ordered."""
COLUMNS = BUCKETS + len(BREADTH)

PRIOR_GAPS = 2
REFERENCE_GAP = 30.0
"""Days; the gap that predictions are first made with, before the population's own is known."""
GAPS_SEEN = 21
"""Predictions are told apart by the gaps seen, up to 20 and more."""
BINS, BIN_WIDTH = 160, 0.1
"""Of ln(actual / predicted gap), from -8 to 8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorSums:
    """Sums over occasions that follow another of the same company."""

    occasions: tuple[int, ...]
    """Per bucket."""
    behaviour: tuple[int, ...]
    """Routine and new, over all buckets."""
    breadth: tuple[int, ...]
    """Per bucket and figure of BREADTH, of the company just before the occasion."""
    breadth_squares: tuple[int, ...]
    """Per bucket and figure."""
    design: tuple[int, ...]
    """Products of the columns with each other. A column is the prior's part in a share, per bucket or times breadth."""
    outcome: tuple[int, ...]
    """Products of the columns with what own behaviour left to explain of routine and new."""
    category_design: tuple[int, ...]
    category_outcome: tuple[int, ...]
    """Per bucket the same of occasions that follow another in the same category, and of routine alone."""
    log_gaps: tuple[int, ...]
    """The sum of the logarithms of the gaps in days, in millionths."""
    gaps: tuple[int, ...]
    """Histogram of ln(actual / predicted), per number of gaps seen before."""

    def __add__(self, other: PriorSums) -> PriorSums:
        return PriorSums(**{f.name: _added(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)})

    def to_dict(self) -> dict[str, list[int]]:
        """Plain JSON types."""
        return {field.name: list(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Sequence[int]]) -> PriorSums:
        """What `to_dict` gave."""
        return cls(**{name: tuple(value) for name, value in values.items()})


def _added(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(one + other for one, other in zip(left, right, strict=True))


def prior_sums_of_lines(lines: pd.DataFrame, *, as_of: date, config: ClassifierConfig = DEFAULT_CONFIG) -> PriorSums:
    """The sums of some companies' canonical order lines, as of the end of a day."""
    cleaned, _ = clean_lines(lines, as_of=as_of, config=config)
    occasions, in_category, _ = find_occasions(cleaned, line_modes(cleaned, config=config))
    return prior_sums(
        occasions,
        find_big_decisions(occasions, config=config),
        in_category,
        find_big_decisions(in_category, config=config),
        config=config,
    )


def prior_sums(
    occasions: Occasions,
    big: BigDecisions,
    in_category: Occasions,
    big_in_category: BigDecisions,
    *,
    config: ClassifierConfig,
    truncated: Bools | None = None,
) -> PriorSums:
    """The sums of companies' occasions; whole companies only, each once."""
    causes = occasion_causes(occasions, big, truncated=truncated)
    evidence = decayed_evidence(causes[[0, -1]], occasions, config=config)
    later = np.flatnonzero(occasions.index > 0)
    before = later - 1
    bucket = bucket_after(occasions, ORDER_INDEX)[before] - 1
    left = _left_to_prior(occasions, before, config)
    figures = np.rint(breadth(occasions)[:, before] / (SCALE // UNIT)).astype(np.int64)
    routine, new = causes[0, later], causes[-1, later]
    part = _units(FITTED_WEIGHT * left)
    columns = np.zeros((COLUMNS, len(later)), dtype=np.int64)
    columns[bucket, np.arange(len(later))] = part
    columns[BUCKETS:] = part * figures // UNIT
    outcome = np.stack([_units(routine - evidence[0, before] * left), _units(new - evidence[1, before] * left)])
    category_design, category_outcome = _sums_in_category(in_category, big_in_category, config)
    log_gap = fixed_log(big.gap_days[later])
    return PriorSums(
        occasions=_plain(np.bincount(bucket, minlength=BUCKETS)),
        behaviour=(int(_units(routine).sum()), int(_units(new).sum())),
        breadth=_plain(_sum_by(bucket, figures)),
        breadth_squares=_plain(_sum_by(bucket, figures * figures)),
        design=_plain(columns @ columns.T),
        outcome=_plain(columns @ outcome.T),
        category_design=_plain(category_design),
        category_outcome=_plain(category_outcome),
        log_gaps=(int(log_gap.sum()),),
        gaps=_plain(_gap_histogram(log_gap, occasions.index[later] - 1, later)),
    )


def _sums_in_category(occasions: Occasions, big: BigDecisions, config: ClassifierConfig) -> tuple[Ints, Ints]:
    later = np.flatnonzero(occasions.index > 0)
    before = later - 1
    routine = occasion_causes(occasions, big)[:1]
    own = decayed_evidence(routine, occasions, config=config)[0, before]
    left = _left_to_prior(occasions, before, config)
    part, outcome = _units(FITTED_WEIGHT * left), _units(routine[0, later] - own * left)
    bucket = bucket_after(occasions, ORDER_INDEX)[before] - 1
    sums = _sum_by(bucket, np.stack([part * part, part * outcome]))
    return sums[:, 0], sums[:, 1]


def _left_to_prior(occasions: Occasions, rows: Ints, config: ClassifierConfig) -> Floats:
    """One over all that the shares go by after these occasions, which is the weight of a single one."""
    total = decayed_evidence(np.ones((1, len(occasions.day))), occasions, config=config)[0, rows]
    left: Floats = 1.0 / (total + FITTED_WEIGHT)
    return left


def _gap_histogram(log_gap: Ints, seen: Ints, rows: Ints) -> Ints:
    """How far each gap was from what the gaps before it, drawn to the reference, made of it."""
    running = np.cumsum(log_gap) - log_gap
    # The first gap of each company has seen none; the gaps seen by the others are those since then.
    first = np.maximum.accumulate(np.where(seen == 0, np.arange(len(rows)), 0))
    earlier = running - running[first] if len(rows) else running
    predicted = (earlier + PRIOR_GAPS * fixed(np.log(REFERENCE_GAP))) / (seen + PRIOR_GAPS)
    place = np.floor((log_gap - predicted) / (BIN_WIDTH * SCALE)).astype(np.int64) + BINS // 2
    cell = np.minimum(seen, GAPS_SEEN - 1) * BINS + np.clip(place, 0, BINS - 1)
    histogram: Ints = np.bincount(cell, minlength=GAPS_SEEN * BINS)
    return histogram


def _sum_by(bucket: Ints, figures: Ints) -> Ints:
    member = bucket == np.arange(BUCKETS)[:, None]
    sums: Ints = member.astype(np.int64) @ figures.T
    return sums


def _units(values: Floats) -> Ints:
    return np.rint(values * UNIT).astype(np.int64)


def _plain(values: npt.NDArray[np.signedinteger]) -> tuple[int, ...]:
    return tuple(values.ravel().tolist())
