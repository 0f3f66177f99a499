from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.priors import Prior
from segmentation.host import open_order_source, past_of
from segmentation.models import Run, StatisticsVersion
from segmentation.selectors.statistics import PRIOR, active_prior, prior_to_bytes
from segmentation.services.aggregates import put_in_use
from segmentation.services.audit import write_audit
from segmentation.services.isolate_failures import isolate_failures
from segmentation.services.plan_run import look_at_everybody, plan_parts
from segmentation.services.start_full_run import RunInProgressError

if TYPE_CHECKING:
    import pandas as pd

    from segmentation.analysis.classify import Classification
    from segmentation.analysis.prior_sums import PriorSums

logger = logging.getLogger(__name__)

FEWEST_OCCASIONS = 500
"""Orders that follow another of the same company; with fewer, the constants would be an accident of a few buyers."""
NAME = "own-orders"
"""What the versions of priors fitted on a shop's own orders begin with; a hash of the constants follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A company that another prior would put into another class."""

    customer_key: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refit:
    """What the shop's own orders make of the constants, and who would change by them. Nothing is stored."""

    old: Prior
    new: Prior
    as_of: date
    companies: int
    occasions: int
    """Orders that follow another of the same company: what the constants are fitted on."""
    moves: Sequence[Move]
    unread: int
    """Companies whose orders cannot be used, so that they were left out."""


def refit_prior(*, as_of: date, advance: Callable[[int], None] = lambda _: None) -> Refit:
    """Fit a prior on everybody's orders, and compare everybody's class by it with the class by the one in use.

    Two passes over the same parts as a full run, each part on its own, so that memory is bounded alike. Raises
    TooFewOccasionsError. `advance` hears how many companies are done, twice.
    """
    from segmentation.analysis.fit_prior import TooFewOccasionsError, prior_from_sums

    old = active_prior()
    parts = [part.keys for part in plan_parts(look_at_everybody(open_order_source()))]
    sums: list[PriorSums] = []
    before: list[dict[str, str]] = []
    failed: set[str] = set()
    for keys in parts:
        results, failures = _classify(keys, as_of=as_of, prior=old, with_prior_sums=True)
        failed |= failures.keys()
        sums += [result.prior_sums for result in results if result.prior_sums is not None]
        before.append(_classes(results))
        advance(len(keys))
    if not sums:
        raise TooFewOccasionsError(found=0, needed=FEWEST_OCCASIONS)
    total = reduce(add, sums)
    new = prior_from_sums(total, version=NAME, fewest=FEWEST_OCCASIONS)
    moves: list[Move] = []
    for classes in before:
        results, failures = _classify(list(classes), as_of=as_of, prior=new)
        failed |= failures.keys()
        after = _classes(results)
        moves += [
            Move(customer_key=key, old=classes[key], new=kind) for key, kind in after.items() if kind != classes[key]
        ]
        advance(len(classes))
    return Refit(
        old=old,
        new=new,
        as_of=as_of,
        companies=sum(len(classes) for classes in before),
        occasions=sum(total.occasions),
        moves=moves,
        unread=len(failed),
    )


def _classify(
    keys: Sequence[str], *, as_of: date, prior: Prior, with_prior_sums: bool = False
) -> tuple[list[Classification], dict[str, str]]:
    from segmentation.analysis.classify import classify

    def work(some: Sequence[str], lines: pd.DataFrame) -> Classification:
        mine = lines["customer_key"].isin(some)
        return classify(
            lines if mine.all() else lines[mine].reset_index(drop=True),
            as_of=as_of,
            customers=some,
            config=DEFAULT_CONFIG,
            prior=prior,
            with_prior_sums=with_prior_sums,
            **past_of(some),
        )

    return isolate_failures(keys, read=open_order_source().read, work=work)


def _classes(results: Sequence[Classification]) -> dict[str, str]:
    found: dict[str, str] = {}
    for result in results:
        found.update(zip(result.customers["customer_key"], result.customers["buyclass"], strict=True))
    return found


@transaction.atomic
def publish_prior(prior: Prior, *, as_of: date, now: datetime, actor: AbstractBaseUser | None = None) -> None:
    """Put a prior in use, and keep a note of it. The next full run works everybody out by it, so start one.

    Raises RunInProgressError while a full run is under way, for that one goes by the prior it began with.
    """
    current = Run.objects.select_for_update().filter(kind=Run.Kind.FULL, state=Run.State.RUNNING).first()
    if current is not None:
        raise RunInProgressError(since=current.started_at, last_heard=current.touched_at)
    old = active_prior()
    kept = StatisticsVersion.objects.filter(kind=PRIOR, version=prior.version).first()
    put_in_use(
        kept
        or StatisticsVersion(
            kind=PRIOR, version=prior.version, as_of=as_of, created_at=now, payload=prior_to_bytes(prior)
        )
    )
    write_audit(action="prior", actor=actor, before=old.version, after=prior.version)
    logger.info("The prior %s is in use now, and no longer %s.", prior.version, old.version)
