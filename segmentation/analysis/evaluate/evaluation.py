"""The evaluation as a whole: from order lines and cut-offs to rows of figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from segmentation.analysis.arrays import Floats, Ints
from segmentation.analysis.buyclass import BUYCLASSES, ClassCodes
from segmentation.analysis.classify import classify
from segmentation.analysis.clean import day_number
from segmentation.analysis.config import DEFAULT_CONFIG, ClassifierConfig
from segmentation.analysis.days import EPOCH
from segmentation.analysis.evaluate.baselines import PLAIN, REFERENCE, Foretold, Method, foretell
from segmentation.analysis.evaluate.chances import WITHIN_DAYS, Chances, chance_by_rfm_cell, ordered_within
from segmentation.analysis.evaluate.examples import companies_at, earlier_examples, match
from segmentation.analysis.evaluate.scores import by_thresholds
from segmentation.analysis.evaluate.stability import Stability, measure_stability, run_days, weekly_classes
from segmentation.analysis.evaluate.timeline import Timeline, read_timeline
from segmentation.analysis.fit_prior import prior_or_shipped
from segmentation.analysis.priors import Prior

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
    """The mean of all occasions within the horizon."""
    horizon_orders: Ints
    horizon_class: ClassCodes
    """The class of that mean by the classifier's own thresholds."""
    foretold: Mapping[str, Foretold]
    confidence: Floats
    """How sure the classifier was of each class."""
    chances: Chances | None
    """Who orders at all; nothing where the horizon or the lines end too soon to tell."""


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
    if lines.empty:
        raise CutoffError(min(cutoffs), "nothing_before")
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
    steady = prior or prior_or_shipped(early.sums, version=f"until-{days[0]}")
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
    used = prior or prior_or_shipped(history.sums, version=f"until-{cutoff}")
    found_then = classify(lines, as_of=cutoff - ONE_DAY, customers=customers, config=config, prior=used).customers
    some = found_then.iloc[companies.owner]
    others = {name: foretell(method, past, companies) for name, method in methods.items()}
    means, orders_within = _within(future, day, horizon)
    within = means[companies.owner]
    days_after = min((span[1] - cutoff).days + 1, horizon)
    told = days_after >= WITHIN_DAYS
    return CutoffResult(
        cutoff=cutoff,
        days_before=(cutoff - span[0]).days,
        days_after=days_after,
        prior=used.version,
        prior_occasions=sum(history.sums.occasions),
        examples=len(past.companies.owner),
        earlier_cutoffs=earlier,
        company=companies.owner,
        orders=companies.orders,
        next_shares=future.shares[following[found]],
        horizon_shares=within,
        horizon_orders=orders_within[companies.owner],
        horizon_class=by_thresholds(within, config.routine_threshold, config.new_threshold),
        foretold={CLASSIFIER: _said(some), **others},
        confidence=some["confidence"].to_numpy(dtype=np.float64),
        chances=_chances(history, future, found_then.iloc[everybody.owner], day, config=config) if told else None,
    )


def _said(customers: pd.DataFrame) -> Foretold:
    """What the classifier itself says of companies."""
    codes = pd.Index([kind.value for kind in BUYCLASSES]).get_indexer(pd.Index(customers["buyclass"])).astype(np.int8)
    shares = customers[["share_routine", "share_major", "share_new"]].to_numpy(dtype=np.float64)
    return Foretold(shares=shares, buyclass=codes)


def _chances(
    history: Timeline, future: Timeline, customers: pd.DataFrame, day: int, *, config: ClassifierConfig
) -> Chances:
    owner = history.occasions.owner[history.last_before(day)]
    return Chances(
        foretold={
            CLASSIFIER: customers["order_chance"].to_numpy(dtype=np.float64),
            REFERENCE: chance_by_rfm_cell(history, day, config=config),
        },
        ordered=ordered_within(future, owner, day),
    )


def _within(future: Timeline, day: int, horizon: int) -> tuple[Floats, Ints]:
    """The mean shares of each company's occasions within the horizon, every occasion counting once; and how many."""
    occasions = future.occasions
    rows = np.flatnonzero((occasions.day >= day) & (occasions.day < day + horizon))
    owner, owners = occasions.owner[rows], int(occasions.owner.max()) + 1
    orders = np.bincount(owner, minlength=owners)
    sums = [np.bincount(owner, weights=column, minlength=owners) for column in future.shares[rows].T]
    means: Floats = np.stack(sums, axis=1) / np.maximum(orders, 1)[:, None]
    return means, orders


def _span(lines: pd.DataFrame) -> tuple[date, date]:
    days = lines["day"]
    first, last = (int(day) for day in (days.min(), days.max()))
    return EPOCH + timedelta(days=first), EPOCH + timedelta(days=last)
