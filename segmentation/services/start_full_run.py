from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from segmentation import conf
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.models import Run
from segmentation.selectors.runs import is_at_work
from segmentation.selectors.statistics import active_prior, are_fresh
from segmentation.services.aggregates import AGGREGATES
from segmentation.services.audit import write_audit
from segmentation.services.fail_run import fail_run
from segmentation.services.plan_run import plan_run


class RunInProgressError(Exception):
    """A full run is under way and alive, so another may not start."""

    def __init__(self, *, since: datetime, last_heard: datetime) -> None:
        super().__init__(f"A full run is under way since {since:%Y-%m-%d %H:%M}, last heard of {last_heard:%H:%M:%S}.")
        self.since = since
        self.last_heard = last_heard


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedRun:
    """A run to go through, and its open shards."""

    run: Run
    shard_ids: list[int]


def start_full_run(
    *, as_of: date, now: datetime, started_by: AbstractBaseUser | None = None, read_all: bool = False
) -> StartedRun:
    """Begin a full run, or take over one that has not moved for RUN_STALE_AFTER seconds, with the day it began for.

    A run leaves out companies without news, unless it is to `read_all` or the statistics are older than
    STATISTICS_DAYS. Raises RunInProgressError while another is alive. The database, by a unique constraint, is the
    judge.
    """
    try:
        with transaction.atomic():
            run = _running().select_for_update().first()
            if run is None:
                run = _begin(as_of=as_of, now=now, started_by=started_by, read_all=read_all)
            else:
                _adopt(run, now=now)
    except IntegrityError:
        # Another one began between our look and our insert.
        winner = _running().first()
        if winner is None:
            raise
        raise RunInProgressError(since=winner.started_at, last_heard=winner.touched_at) from None
    return _planned(run, now=now)


def resume_full_run(*, now: datetime) -> StartedRun | None:
    """Take over the full run that stands still, if there is one; never begins another."""
    try:
        with transaction.atomic():
            run = _running().select_for_update().first()
            if run is None:
                return None
            _adopt(run, now=now)
    except RunInProgressError:
        return None
    return _planned(run, now=now)


def _running() -> QuerySet[Run]:
    return Run.objects.filter(kind=Run.Kind.FULL, state=Run.State.RUNNING)


def _adopt(run: Run, *, now: datetime) -> None:
    if is_at_work(run, now=now):
        raise RunInProgressError(since=run.started_at, last_heard=run.touched_at)
    run.touched_at = now
    run.save(update_fields=["touched_at"])


def _begin(*, as_of: date, now: datetime, started_by: AbstractBaseUser | None, read_all: bool) -> Run:
    oldest = as_of - timedelta(days=conf.get("STATISTICS_DAYS") - 1)
    if started_by is not None:
        write_audit(action="run_started", actor=started_by, before="", after="")
    return Run.objects.create(
        kind=Run.Kind.FULL,
        as_of=as_of,
        started_by_id=started_by.pk if started_by else None,
        started_at=now,
        touched_at=now,
        reads_all=read_all or not are_fresh(AGGREGATES, since=oldest),
        config_version=DEFAULT_CONFIG.version,
        prior_version=active_prior().version,
    )


def _planned(run: Run, *, now: datetime) -> StartedRun:
    """The run with its parts laid down; a run whose customers cannot be listed is given up."""
    if run.planned_at is None:
        try:
            plan_run(run, now=now)
        except Exception as error:
            fail_run(run.pk, error=f"{type(error).__name__}: {error}", now=now)
            raise
        run.refresh_from_db()
    shard_ids = run.shards.filter(finished_at=None).order_by("position").values_list("pk", flat=True)
    return StartedRun(run=run, shard_ids=list(shard_ids))
