"""The evaluation as a whole: from order lines and cut-offs to rows of figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from segmentation.analysis.arrays import Floats, Ints
from segmentation.analysis.buyclass import BUYCLASSES
from segmentation.analysis.classify import classify
from segmentation.analysis.clean import day_number
from segmentation.analysis.config import DEFAULT_CONFIG, ClassifierConfig
from segmentation.analysis.days import EPOCH
from segmentation.analysis.evaluate.baselines import PLAIN, Foretold, Method, foretell
from segmentation.analysis.evaluate.examples import companies_at, earlier_examples, match
from segmentation.analysis.evaluate.stability import Stability, measure_stability, run_days, weekly_classes
from segmentation.analysis.evaluate.timeline import Timeline, read_timeline
from segmentation.analysis.fit_prior import FEWEST_OCCASIONS, PriorSums, prior_from_sums
from segmentation.analysis.priors import DEFAULT_PRIOR, Prior

CLASSIFIER = "buyclass"
ONE_DAY = timedelta(days=1)


class CutoffError(ValueError):
    """A cut-off at which nothing can be measured; `why` is one of WHY."""

    WHY = ("nothing_before", "nothing_after", "nothing_to_learn_from")

    def __init__(self, cutoff: date, why: str) -> None:
        super().__init__(f"{cutoff}: {why}")
        self.cutoff, self.why = cutoff, why


@dataclass(frozen=True, slots=True, kw_only=True)
class CutoffResult:
    """What was foretold at one cut-off, of the companies that ordered within the horizon; one entry or row for each."""

    cutoff: date
    days_before: int
    days_after: int
    """How much of the horizon the lines reach into."""
    prior: str
    prior_occasions: int
    examples: int
    """What the other methods learnt from, from so many earlier cut-offs."""
    earlier_cutoffs: int
    company: Ints
    orders: Ints
    next_shares: Floats
    horizon_shares: Floats
    foretold: Mapping[str, Foretold]
    confidence: Floats
    """How sure the classifier was of each class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything measured."""

    horizon: int
    cutoffs: Sequence[CutoffResult]
    stability: Stability
    stability_returns_foreseen: Stability
    """The same without the changes that only returns made: a second order sent back makes a company new again."""
    stability_prior: str


def evaluate(
    lines: pd.DataFrame,
    *,
    cutoffs: Sequence[date],
    horizon: int,
    methods: Mapping[str, Method] = PLAIN,
    config: ClassifierConfig = DEFAULT_CONFIG,
    prior: Prior | None = None,
    advance: Callable[[int], None] = lambda _steps: None,
) -> Evaluation:
    """Figures for the classifier and every method at every cut-off, and how steady the classes are.

    The prior is fitted before each cut-off unless one is given; where too little happened by then, the one that is
    shipped is used. Raises CutoffError. `advance` is called after every cut-off and at the end.
    """
    customers = sorted(lines["customer_key"].unique())
    span = _span(lines)
    results = []
    for cutoff in sorted(set(cutoffs)):
        results.append(
            _at_cutoff(
                lines,
                cutoff,
                span=span,
                horizon=horizon,
                customers=customers,
                methods=methods,
                config=config,
                prior=prior,
            )
        )
        advance(1)
    days = run_days(*span)
    early = read_timeline(lines, as_of=days[0], customers=customers, config=config)
    steady = prior or fitted_prior(early.sums, days[0])
    as_run, foreseen = (
        measure_stability(
            weekly_classes(
                lines, days=days, customers=customers, config=config, prior=steady, returns_foreseen=returns_foreseen
            )
        )
        for returns_foreseen in (False, True)
    )
    advance(1)
    return Evaluation(
        horizon=horizon,
        cutoffs=results,
        stability=as_run,
        stability_returns_foreseen=foreseen,
        stability_prior=steady.version,
    )


def fitted_prior(sums: PriorSums, as_of: date) -> Prior:
    """The prior of these sums, or the one that is shipped where they are too few."""
    if sum(sums.occasions) < FEWEST_OCCASIONS:
        return DEFAULT_PRIOR
    return prior_from_sums(sums, version=f"until-{as_of}")


def _at_cutoff(
    lines: pd.DataFrame,
    cutoff: date,
    *,
    span: tuple[date, date],
    horizon: int,
    customers: Sequence[str],
    methods: Mapping[str, Method],
    config: ClassifierConfig,
    prior: Prior | None,
) -> CutoffResult:
    day = day_number(cutoff)
    history = read_timeline(lines, as_of=cutoff - ONE_DAY, customers=customers, config=config)
    if not len(history.occasions.day):
        raise CutoffError(cutoff, "nothing_before")
    future = read_timeline(lines, as_of=cutoff + timedelta(days=horizon - 1), customers=customers, config=config)
    everybody = companies_at(history, day, config=config)
    following = future.first_within(day, horizon)
    asked, found = match(everybody.owner, future.occasions.owner[following])
    if not len(asked):
        raise CutoffError(cutoff, "nothing_after")
    past, earlier = earlier_examples(history, day, horizon=horizon, config=config)
    if not earlier:
        raise CutoffError(cutoff, "nothing_to_learn_from")
    companies = everybody.take(asked)
    used = prior or fitted_prior(history.sums, cutoff)
    said, confidence = _classified(lines, cutoff, companies.owner, customers=customers, config=config, prior=used)
    others = {name: foretell(method, past, companies) for name, method in methods.items()}
    return CutoffResult(
        cutoff=cutoff,
        days_before=(cutoff - span[0]).days,
        days_after=min((span[1] - cutoff).days + 1, horizon),
        prior=used.version,
        prior_occasions=sum(history.sums.occasions),
        examples=len(past.companies.owner),
        earlier_cutoffs=earlier,
        company=companies.owner,
        orders=companies.orders,
        next_shares=future.shares[following[found]],
        horizon_shares=_mean_within(future, day, horizon)[companies.owner],
        foretold={CLASSIFIER: said, **others},
        confidence=confidence,
    )


def _classified(
    lines: pd.DataFrame,
    cutoff: date,
    owner: Ints,
    *,
    customers: Sequence[str],
    config: ClassifierConfig,
    prior: Prior,
) -> tuple[Foretold, Floats]:
    """What the classifier itself says the evening before, and how sure it is."""
    found = classify(lines, as_of=cutoff - ONE_DAY, customers=customers, config=config, prior=prior).customers
    some = found.iloc[owner]
    codes = pd.Index([kind.value for kind in BUYCLASSES]).get_indexer(pd.Index(some["buyclass"])).astype(np.int8)
    shares = some[["share_routine", "share_major", "share_new"]].to_numpy(dtype=np.float64)
    return Foretold(shares=shares, buyclass=codes), some["confidence"].to_numpy(dtype=np.float64)


def _mean_within(future: Timeline, day: int, horizon: int) -> Floats:
    """The mean shares of each company's occasions within the horizon, every occasion counting once."""
    occasions = future.occasions
    rows = np.flatnonzero((occasions.day >= day) & (occasions.day < day + horizon))
    owner, most = occasions.owner[rows], int(occasions.owner.max()) + 1
    count = np.maximum(np.bincount(owner, minlength=most), 1)
    columns: Any = [np.bincount(owner, weights=column, minlength=most) / count for column in future.shares[rows].T]
    means: Floats = np.stack(columns, axis=1)
    return means


def _span(lines: pd.DataFrame) -> tuple[date, date]:
    days = lines["day"]
    first, last = (int(day) for day in (days.min(), days.max()))
    return EPOCH + timedelta(days=first), EPOCH + timedelta(days=last)
